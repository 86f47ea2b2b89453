// The other clients, each as it is meant to be used: with a token, and with its own defaults for timeouts and retries.
import { Client } from "@notionhq/client";
import { Octokit } from "@octokit/core";
import ky from "ky";
import { createFetch } from "ofetch";
import OpenAI from "openai";

export function peers(fetch, baseUrl, path, token) {
  const headers = { authorization: `Bearer ${token}` };
  const kyClient = ky.create({ fetch, prefix: baseUrl, headers });
  const ofetch = createFetch({ fetch, Headers, AbortController }).create({
    baseURL: baseUrl,
    headers,
  });
  const octokit = new Octokit({
    auth: token,
    baseUrl: baseUrl.replace(/\/$/, ""),
    request: { fetch },
  });
  const openai = new OpenAI({ apiKey: token, baseURL: baseUrl, fetch });
  const notion = new Client({ auth: token, baseUrl: baseUrl.replace(/\/$/, ""), fetch });
  return {
    "ky": () => kyClient.get(path).json(),
    "ofetch": () => ofetch(path),
    "octokit core": () => octokit.request(`GET /${path}`),
    "openai": () => openai.get(`/${path}`),
    "notion": () => notion.request({ path, method: "get" }),
  };
}
