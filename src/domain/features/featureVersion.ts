/**
 * The version of the code that computes features and fits. Raise it when the same rows would give other features or
 * another fit. It is part of the fingerprint of a training, so an unchanged fingerprint means an unchanged result.
 */
export const FEATURE_CODE_VERSION = 4;
