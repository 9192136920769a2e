import type { MonthCoverage } from "../../../domain/dataChecks/labelCoverage.js";
import type { ExampleRead } from "../../../domain/examples/exampleRead.js";
import type { ModelName } from "../../../domain/models.js";
import type { TermVisitor } from "../../../learning/features/termCounts.js";

/* What use cases ask of the platform's relations. */

/** Which labels to read. */
export interface LabelWindow {
  /** Only labels that became known later than this; absent: from the beginning. */
  readonly after?: number;
  /** No label that became known later than this is seen. */
  readonly until: number;
  /** Whether texts are read and hashed: the costly part. */
  readonly withText: boolean;
  /** At most so many examples, the newest; absent: `maxTrainingRows` of the settings. */
  readonly newest?: number;
  /** Read only what the features of later rows look back on: texts are not even selected. */
  readonly historyOnly?: boolean;
}

/** Looks at texts while their terms are counted. */
export interface TextReader {
  readonly visit: TermVisitor;
  /** The row whose terms were visited last. */
  readonly end: (key: string, texts: readonly string[]) => void;
}

/** Which rows to predict. */
export interface PredictionWindow {
  /** Rows created by then that have no label by then, and are not closed. */
  readonly until: number;
  /** Only the rows with these keys, open or not; absent: all that are open. */
  readonly keys?: readonly string[];
  /** Whether texts are hashed. */
  readonly withText: boolean;
  /** Looks at the texts of each row while they are hashed; they are not kept. */
  readonly reader?: TextReader;
}

/** The tenant's labelled examples, read from the platform's relations in a read-only snapshot. */
export interface ExampleSource {
  /**
   * Examples in order of label time, then key; at most `maxTrainingRows`, the newest.
   * @throws ConfigurationError if the relation, or a column that the model cannot do without, is missing.
   */
  read(model: ModelName, window: LabelWindow): Promise<ExampleRead>;
  /**
   * Rows to predict, as examples without a label: NaN, known never (Infinity), in order of their keys; at most
   * `maxTrainingRows`, the newest by creation. Of a key that is not there, or is inactive, there is no row.
   * @throws ConfigurationError as {@link ExampleSource.read}.
   */
  readToPredict(model: ModelName, window: PredictionWindow): Promise<ExampleRead>;
  /** Of the newest months of creation before `until`, oldest first: rows, and how many of them have a label by then. */
  coverage(model: ModelName, until: number): Promise<readonly MonthCoverage[]>;
}
