/**
 * zod schemas of what travels between a client and Kinabase: the mock validates requests with them
 * and the contract checks answers with them.
 *
 * The client itself does not load this module, so that importing it costs no zod.
 *
 * @module
 */
import * as z from "zod";
import type { ErrorAnswer, TokenAnswer, TokenClaims, TokenRequest } from "./types.ts";

const requiredText = z.string().min(1, "must not be empty");

/**
 * The body of `POST /token`. One of the two names of the secret is required (S); both are accepted
 * when they are equal (A).
 */
export const tokenRequest: z.ZodType<TokenRequest> = z
  .looseObject({
    appId: requiredText,
    appSecret: requiredText.optional(),
    secret: requiredText.optional(),
  })
  .refine((body) => body.appSecret !== undefined || body.secret !== undefined, {
    message: "is required (also accepted as secret)",
    path: ["appSecret"],
  })
  .refine(
    (body) =>
      body.appSecret === undefined || body.secret === undefined || body.appSecret === body.secret,
    { message: "differs from appSecret: send one of them", path: ["secret"] },
  );

/** The answer of `POST /token` (S). */
export const tokenAnswer: z.ZodType<TokenAnswer> = z.looseObject({ token: requiredText });

/** The claims of a token (O). */
export const tokenClaims: z.ZodType<TokenClaims> = z.looseObject({
  jti: z.guid(),
  tntid: z.guid(),
  appid: z.guid(),
  exp: z.int(),
  iss: z.string(),
  aud: z.string(),
});

/** The body of every error answer (D). */
export const errorAnswer: z.ZodType<ErrorAnswer> = z.looseObject({ error: requiredText });
