// Faults that the contract suite must notice on every runtime; scripts/bite.mjs puts them in, one at a time.

/**
 * @typedef {object} Bite
 * @property {string} name what is broken, in a few words
 * @property {string} file from the repository's root
 * @property {string} find occurs exactly once in that file
 * @property {string} replace
 */

/** @type {readonly Bite[]} */
export const bites = [];
