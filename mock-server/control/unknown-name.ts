/** A path of the control API names a tenant or a collection that does not exist. */
export class UnknownName extends Error {}
