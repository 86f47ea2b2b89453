import * as z from "zod";
import type { ZodType } from "zod";
import { API_OPERATIONS, type ApiOperation } from "../../src/wire/operations.ts";
import { errorResponse, jsonValue, kinabaseRecord } from "../../src/wire/zod-schemas.ts";
import { API_PATH } from "../support/api-path.ts";
import { CONTROL_PATH } from "../control/path.ts";
import type { ControlRoute } from "../control/route.ts";
import { CONTROL_ROUTES } from "../control/routes/mod.ts";
import { tenantAnswer } from "../control/schemas.ts";
import { faultKind, faultSchema } from "../world/faults/fault-schema.ts";
import { snapshotSchema } from "../world/tenant/snapshot.ts";

/** What an OpenAPI document is told. */
export interface OpenApiOptions {
  /** Where the mock is served. Default: the document's own host. */
  server?: string | undefined;
}

type Json = Record<string, unknown>;

const DESCRIPTION = `An unofficial mock of Kinabase, and its control API under \`${CONTROL_PATH}\`.

Each fact about Kinabase carries how surely it is known: **S** stated by the specification this project
implements, **D** stated by Kinabase's public documentation, **O** observed in programs that use the real
service, **A** assumed where nothing is known.`;

const STATUSES: Readonly<Record<number, string>> = {
  400: "The request is wrong (D).",
  401: "No token, or one that is invalid or has expired (S).",
  404: "There is no such collection or record (D).",
  429: "More than 100 requests in a minute (D). Whether Retry-After is sent is not known (A).",
};

/** Parameters by name, wherever they occur. */
const PARAMETERS: Readonly<Record<string, string>> = {
  collection: "A collection's ID or slug (D).",
  id: "A record's ID (D).",
  service: "The other service's name (D).",
  externalId: "The ID there (D).",
  tenant: "A tenant's ID, or `default`.",
  appId: "An App ID.",
  fault: "A fault's ID.",
  record: "A record's ID.",
};

/** The document, made of the schemas that check requests; `openApiDocument` is its public face. */
export function document(options: OpenApiOptions = {}): Record<string, unknown> {
  const schemas = createSchemas();
  const paths: Record<string, Json> = {};
  for (const operation of API_OPERATIONS) {
    const path = paths[`${API_PATH}${operation.path}`] ??= {};
    path[operation.method.toLowerCase()] = apiOperation(operation, schemas);
  }
  for (const route of CONTROL_ROUTES) {
    const path = paths[`${CONTROL_PATH}${route.path}`] ??= {};
    path[route.method.toLowerCase()] = controlOperation(route, schemas);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Kinabase mock (unofficial)",
      version: "1",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: options.server ?? "/" }],
    tags: [
      { name: "api", description: "The Kinabase API as this project knows it." },
      { name: "control", description: "What rules the mock. Kinabase has nothing like it." },
    ],
    paths,
    components: {
      schemas: schemas.all(),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "A token of `POST /token` (S).",
        },
      },
    },
  };
}

function apiOperation(of: ApiOperation, schemas: Schemas): Json {
  const needsToken = of.path !== "/token";
  return {
    operationId: of.id,
    tags: ["api"],
    summary: `${of.summary} (${of.evidence})`,
    description: of.description,
    security: needsToken ? [{ token: [] }] : [],
    ...request(of, schemas),
    responses: {
      200: answer("What was asked for.", of.response, schemas, `${of.id}Response`),
      ...Object.fromEntries(
        of.errors.map((status) => [status, answer(STATUSES[status] ?? "", errorResponse, schemas)]),
      ),
    },
  };
}

function controlOperation(of: ControlRoute, schemas: Schemas): Json {
  const errors = {
    400: "Something in the request is wrong; the error says what and where.",
    403: "Asked by a host or from a page that is not allowed.",
    ...of.errors,
  };
  return {
    operationId: of.id,
    tags: ["control"],
    summary: of.summary,
    security: [],
    ...request(of, schemas),
    responses: {
      ...(of.response === undefined
        ? { 204: { description: "Done." } }
        : { 200: answer("Done.", of.response, schemas, `${of.id}Response`) }),
      ...Object.fromEntries(
        Object.entries(errors).map((
          [status, text],
        ) => [status, answer(text, errorResponse, schemas)]),
      ),
    },
  };
}

interface Asked {
  id: string;
  path: string;
  query?: ZodType | undefined;
  body?: ZodType | undefined;
}

function request({ id, path, query, body }: Asked, schemas: Schemas): Json {
  const parameters = [...pathParameters(path), ...queryParameters(query)];
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: json(body, schemas, `${id}Body`) } }),
  };
}

function answer(
  description: string,
  schema: ZodType | undefined,
  schemas: Schemas,
  name: string = "Error",
): Json {
  return { description, ...(schema === undefined ? {} : { content: json(schema, schemas, name) }) };
}

function json(schema: ZodType, schemas: Schemas, name: string): Json {
  return { "application/json": { schema: schemas.refer(schema, name) } };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: PARAMETERS[name] ?? name,
    schema: { type: "string" },
  }));
}

function queryParameters(schema: ZodType | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: "query",
    required: false,
    schema: of,
  }));
}

/** The schemas under `components`. */
interface Schemas {
  /**
   * Refers to a schema.
   *
   * @param name What it is called where it has no name yet.
   */
  refer(schema: ZodType, name: string): Json;
  /** All that were referred to. */
  all(): Json;
}

const PLACE = "#/components/schemas/";

/** What is named by what it is; all others are named by the first operation that has them. */
const NAMES: readonly (readonly [string, ZodType])[] = [
  ["Error", errorResponse],
  ["Json", jsonValue],
  ["Record", kinabaseRecord],
  ["Fault", faultSchema],
  ["FaultKind", faultKind],
  ["Snapshot", snapshotSchema],
  ["Tenant", tenantAnswer],
];

function createSchemas(): Schemas {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of NAMES) registry.add(schema, { id });
  return {
    refer(schema, name) {
      const id = registry.get(schema)?.id ?? name.replace(/^./, (first) => first.toUpperCase());
      if (!registry.has(schema)) registry.add(schema, { id });
      return { $ref: `${PLACE}${id}` };
    },
    all() {
      const { schemas } = z.toJSONSchema(registry, {
        io: "input",
        unrepresentable: "any",
        uri: (id) => `${PLACE}${id}`,
      });
      return Object.fromEntries(
        Object.entries(schemas).map((
          [id, { $id: _id, $schema: _schema, ...schema }],
        ) => [id, schema]),
      );
    },
  };
}
