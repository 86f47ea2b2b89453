/** Something is wrong with the file, so that another attempt would not help. */
export class FileError extends Error {
  /** The name of the class. */
  override readonly name = "FileError";
}
