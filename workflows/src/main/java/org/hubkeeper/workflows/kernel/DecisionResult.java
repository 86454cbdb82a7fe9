package org.hubkeeper.workflows.kernel;

/**
 * What became of a decision.
 *
 * @param message why it was refused, or what is still needed
 */
public record DecisionResult(boolean accepted, String message) {}
