// In place of peers.mjs when the other clients are not installed.
export const peers = () => ({});
