import type { ModelName } from "../../../domain/models.js";
import type { TrainingSettings } from "../../../domain/settings.js";
import type { Examples } from "../../../learning/examples.js";

/** Hashes that only this tenant's data can be compared by. */
export interface Fingerprints {
  /** Keyed hash of each example's key, 16 hexadecimal digits: tells whether a version was trained on it. */
  ofKeys(model: ModelName, keys: readonly string[]): string[];
  /** Hash of everything that a training depends on. */
  ofTraining(model: ModelName, examples: Examples, settings: TrainingSettings & { readonly seed: number }): string;
}
