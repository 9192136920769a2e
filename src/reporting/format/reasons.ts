import type { Contribution, ScoreScale } from "../../domain/explaining/explanation.js";
import type { FeatureGroup } from "../../domain/features/featureGroups.js";
import type { ModelName } from "../../domain/models.js";
import { measured } from "./numbers.js";
import { printable } from "./words.js";

/** The unit of the predictions of each model. */
export const UNITS: Readonly<Record<ModelName, "points" | "days" | "probability">> = {
  story_points: "points",
  lead_time: "days",
  rework_risk: "probability",
};

const LONGEST_NAME = 40;

/** Formats a reason: `type Bug ×0.71`, `text "login page" ×1.30`, `assignee Ada so far +1.20`, `additions 512 raises`. */
export function reasonText(reason: Contribution, scale: ScoreScale): string {
  return `${subjectText(reason)} ${effectText(reason.weight, scale)}`;
}

function effectText(weight: number, scale: ScoreScale): string {
  if (scale === "log") return `×${Math.exp(weight).toFixed(2)}`;
  if (scale === "label") return `${weight < 0 ? "−" : "+"}${measured(Math.abs(weight))}`;
  return weight < 0 ? "lowers" : "raises";
}

function subjectText({ kind, name, value, words = [] }: Contribution): string {
  const shown = value === undefined ? undefined : clipped(String(value));
  switch (kind) {
    case "term":
      return words.length === 0
        ? "a word of the text"
        : `text ${words.map((word) => `"${clipped(word)}"`).join(" or ")}`;
    case "category":
      return shown === undefined ? `no ${name}` : `${name} ${shown}`;
    case "history":
      return shown === undefined ? `no ${name}, so far` : `${name} ${shown} so far`;
    case "number":
      return `${spaced(name)} ${shown ?? "unknown"}`;
    case "calendar":
      return shown === undefined ? name : `${name} ${shown}`;
    case "recent":
    case "feature":
      return spaced(name);
  }
}

/** Returns the name of a group of features: `assignee so far`, `summary length`, `text`. */
export function featureName({ kind, name }: FeatureGroup): string {
  return kind === "history" ? `${name} so far` : spaced(name);
}

/** Splits camel case: `summaryLength` becomes `summary length`. */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

/** Escapes and shortens a name. Short ASCII names, the usual case, need neither. */
function clipped(text: string): string {
  if (text.length <= LONGEST_NAME && /^[\x20-\x7e]*$/.test(text)) return text;
  const characters = Array.from(printable(text));
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join("")}…` : characters.join("");
}
