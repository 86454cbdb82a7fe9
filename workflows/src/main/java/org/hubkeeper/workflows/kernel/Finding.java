package org.hubkeeper.workflows.kernel;

/**
 * Something the inspection noticed.
 *
 * @param code stable, so that it can be searched for and waived
 * @param blocking the plan must not be applied while this holds
 */
public record Finding(String code, boolean blocking, String message) {}
