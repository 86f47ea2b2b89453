/**
 * Faults that the contract suite must notice, on every runtime. Each replaces a text that occurs
 * exactly once in its file.
 *
 * @type {{ name: string, file: string, find: string, replace: string }[]}
 */
export const bites = [
  {
    name: "mock: an expired token gets through",
    file: "mock-server/world/tokens.ts",
    find: "currentDate: new Date(now)",
    replace: "currentDate: new Date(0)",
  },
  {
    name: "mock: the signature is not looked at",
    file: "mock-server/world/tokens.ts",
    find: "if (error instanceof errors.JWTExpired)",
    replace: `if (error instanceof errors.JWSSignatureVerificationFailed) {
          return { outcome: "good", claims: tokenClaims.parse(decodeJwt(token)) };
        }
        if (error instanceof errors.JWTExpired)`,
  },
  {
    name: "mock: a revoked app's tokens go on working",
    file: "mock-server/world/decoded-token.ts",
    find: "const verdict = obstacle(found);",
    replace: "const verdict = undefined;",
  },
  {
    name: "mock: a cut body ends as if it were complete",
    file: "mock-server/middleware/broken-body.ts",
    find: 'controller.error("The mock cut this answer, as it was told to");',
    replace: "controller.close();",
  },
  {
    name: "mock: a fault does not wait for its turn",
    file: "mock-server/world/faults.ts",
    find: "seen >= (fault.match?.nth ?? 1)",
    replace: "seen >= 1",
  },
  {
    name: "mock: a dropped request is answered",
    file: "mock-server/middleware/faults.ts",
    find: "return () => Promise.reject(new ConnectionDropped());",
    replace: "return () => Promise.resolve(new Response());",
  },
  {
    name: "mock: only one name of the secret is taken",
    file: "mock-server/routes/token.ts",
    find: "secret = appSecret }",
    replace: "secret }",
  },
  {
    name: "client: no single flight",
    file: "src/auth/flight.ts",
    find: "const shared = flights.get(key);",
    replace: "const shared = undefined;",
  },
  {
    name: "client: a 401 is renewed again and again",
    file: "src/http/transport.ts",
    find: "return await head(request, fresh,",
    replace:
      "if (trip.sent < 15) return await authorised(request, deadline, { ...trip, renewed: false });" +
      "\n    return await head(request, fresh,",
  },
  {
    name: "client: the local clock is trusted",
    file: "src/auth/token.ts",
    find: "(serverTime ?? sentAt)",
    replace: "sentAt",
  },
  {
    name: "client: secrets are not taken out of errors",
    file: "src/http/redact.ts",
    find: "shown = shown.replaceAll(variant, MASK)",
    replace: "shown = value",
  },
];
