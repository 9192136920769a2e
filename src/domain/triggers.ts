/** Why retraining is asked for. */
export const TRIGGERS = ["never_trained", "volume", "performance", "age", "forced"] as const;
export type Trigger = (typeof TRIGGERS)[number];
