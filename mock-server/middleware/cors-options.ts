/** Which browser pages may call the mock's Kinabase API. */
export interface CorsOptions {
  /** The origins of these pages, such as `http://localhost:5173`: without a path. */
  origins: string[];
}
