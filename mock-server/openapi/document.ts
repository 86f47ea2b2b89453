import * as z from "zod";
import type { ZodType } from "zod";
import { API_OPERATIONS, type ApiOperation } from "../../src/wire/operations.ts";
import { errorResponse, kinabaseRecord } from "../../src/wire/response-schemas.ts";
import { jsonValue } from "../../src/wire/shared-schemas.ts";
import { API_PATH } from "../support/api-path.ts";
import { CONTROL_PATH } from "../control/path.ts";
import type { ControlRoute } from "../control/route.ts";
import { CONTROL_ROUTES } from "../control/routes/mod.ts";
import { tenantAnswer } from "../control/schemas.ts";
import { faultKind, faultSchema } from "../world/faults/fault-schema.ts";
import { snapshotSchema } from "../world/tenant/snapshot.ts";

/** Options of `openApiDocument`. */
export interface OpenApiOptions {
  /** The URL where the mock is served. Default: the host that serves the document. */
  server?: string | undefined;
}

type Json = Record<string, unknown>;

const DESCRIPTION = `An unofficial mock of Kinabase, and its control API under \`${CONTROL_PATH}\`.

Each fact about Kinabase has an evidence mark: **S** stated by the specification this project implements,
**D** documented by Kinabase, **O** observed in programs that use the real service, **A** assumed by this
project.`;

const STATUSES: Readonly<Record<number, string>> = {
  400: "The request is invalid (D).",
  401: "The token is missing, invalid or expired (S).",
  404: "The collection or record does not exist (D).",
  429: "More than 100 requests in a minute (D). Kinabase may or may not send Retry-After (A).",
};

/** The descriptions of path parameters, by name. */
const PARAMETERS: Readonly<Record<string, string>> = {
  collection: "A collection's ID or slug (D).",
  id: "A record's ID (D).",
  service: "The name of the other service (D).",
  externalId: "The record's ID in the other service (D).",
  tenant: "A tenant's ID, or `default`.",
  appId: "An App ID.",
  fault: "A fault's ID.",
  record: "A record's ID.",
};

/** Builds the document from the schemas that validate requests. The public function is `openApiDocument`. */
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
      { name: "control", description: "Controls the mock. Kinabase has no such API." },
    ],
    paths,
    components: {
      schemas: schemas.all(),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "A token from `POST /token` (S).",
        },
        controlKey: {
          type: "http",
          scheme: "bearer",
          description: "The key of the control API, if the mock has one.",
        },
      },
    },
  };
}

function apiOperation(of: ApiOperation, schemas: Schemas): Json {
  return {
    operationId: of.id,
    tags: ["api"],
    summary: `${of.summary} (${of.evidence})`,
    description: of.description,
    security: of.isPublic ? [] : [{ token: [] }],
    ...request(of, schemas),
    responses: {
      200: response("Success.", of.response, schemas, `${of.id}Response`),
      ...Object.fromEntries(
        of.errors.map((
          status,
        ) => [status, response(STATUSES[status] ?? "", errorResponse, schemas)]),
      ),
    },
  };
}

function controlOperation(of: ControlRoute, schemas: Schemas): Json {
  const errors = {
    400: "The request is invalid. The error names the value and what was expected.",
    401: "The mock has a key, and the request has none or a wrong one.",
    403:
      "The host or the page that sent the request is not allowed, or the mock needs a key but has none.",
    ...of.errors,
  };
  return {
    operationId: of.id,
    tags: ["control"],
    summary: of.summary,
    security: [{}, { controlKey: [] }],
    ...request(of, schemas),
    responses: {
      ...(of.response === undefined
        ? { 204: { description: "Success." } }
        : { 200: response("Success.", of.response, schemas, `${of.id}Response`) }),
      ...Object.fromEntries(
        Object.entries(errors).map((
          [status, text],
        ) => [status, response(text, errorResponse, schemas)]),
      ),
    },
  };
}

interface RequestParts {
  id: string;
  path: string;
  query?: ZodType | undefined;
  body?: ZodType | undefined;
}

function request({ id, path, query, body }: RequestParts, schemas: Schemas): Json {
  const parameters = [...pathParameters(path), ...queryParameters(query)];
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: json(body, schemas, `${id}Body`) } }),
  };
}

function response(
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
   * References a schema.
   *
   * @param name The name to give the schema if it has none yet.
   */
  refer(schema: ZodType, name: string): Json;
  /** All referenced schemas. */
  all(): Json;
}

const PLACE = "#/components/schemas/";

/** Schemas with fixed names. The others are named after the first operation that uses them. */
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
