import { html } from "hono/html";
import type { Html } from "./html.ts";
import type { FormState } from "./action-result.ts";

/** A field of a form. */
export interface Field {
  /** The form's name, which makes the field's ID unique. */
  form: string;
  name: string;
  label: string;
  /** The initial value. */
  value?: string;
  hint?: string;
  placeholder?: string;
  /** Whether it is required. The page shows its own messages, not the browser's. */
  required?: boolean;
  inputmode?: "numeric" | "decimal";
  /** Whether to use a monospace font. */
  code?: boolean;
  /** Whether the browser hides what is typed. */
  secret?: boolean;
  /** Whether it gets the focus first. */
  first?: boolean;
  rows?: number;
  /** Additional CSS classes. */
  also?: string;
}

/** A field with its label, hint and problem. */
export function field(of: Field, { values, problems }: FormState): Html {
  const { form, name, label, hint, also = "" } = of;
  const id = `${form}-${name}`;
  const problem = problems[name];
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const wrong = Object.keys(problems);
  const autofocus = wrong.length > 0 ? wrong[0] === name : of.first;
  const attributes = attributesOf({
    id,
    name,
    autocomplete: "off",
    spellcheck: "false",
    class: of.code && "code",
    autocapitalize: of.code && "none",
    placeholder: of.placeholder,
    inputmode: of.inputmode,
    "aria-required": of.required && "true",
    "aria-describedby": described || undefined,
    "aria-invalid": problem && "true",
    autofocus: autofocus && "",
  });
  const value = values[name] ?? of.value ?? "";
  return html`<div class="field ${also}">
    <label for="${id}">${label}${
    of.required && html`
      <span class="must">required</span>
    `
  }</label>
    ${
    of.rows === undefined
      ? html`<input type="${of.secret ? "password" : "text"}" ${attributes} value="${value}">`
      : html`<textarea rows="${of.rows}" ${attributes}>${value}</textarea>`
  }
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${problem && html`<p class="problem" id="${id}-problem">${problem}</p>`}
  </div>`;
}

function attributesOf(values: Record<string, string | false | undefined>): Html {
  const given = Object.entries(values).filter(([, value]) => typeof value === "string");
  return html`${
    given.map(([name, value]) =>
      html`
        ${name}="${value}"
      `
    )
  }`;
}
