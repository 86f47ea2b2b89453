import type { Finding } from "../../../mock-server/mod.ts";

/** The deployment shows this option. */
export const shows = (option: string): Finding => ({ option });

/** The behavior could not be seen. */
export const notSeen = (reason: string): Finding => ({ notSeen: reason });
