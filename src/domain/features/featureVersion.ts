/**
 * Raised whenever the same rows would give other features or another fit: part of every training's fingerprint, so that
 * an unchanged fingerprint means an unchanged result.
 */
export const FEATURE_CODE_VERSION = 4;
