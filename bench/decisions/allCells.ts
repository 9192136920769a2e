import type { Cell } from "./cell.js";
import { conceptCells } from "./conceptCells.js";
import { mixCells } from "./mixCells.js";
import { performanceCells } from "./performanceCells.js";
import { promotionCells } from "./promotionCells.js";

/** Every cell of the simulation, the slowest first, so that no process works alone at the end. */
export function allCells(realCorrelation: number | undefined): Cell[] {
  return [...conceptCells(), ...performanceCells(), ...mixCells(), ...promotionCells(realCorrelation)];
}
