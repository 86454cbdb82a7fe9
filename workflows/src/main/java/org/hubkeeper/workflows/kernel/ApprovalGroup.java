package org.hubkeeper.workflows.kernel;

import java.util.List;

/**
 * A part of a plan that is approved or rejected as a whole.
 *
 * @param name unique in the plan
 * @param text the question, one sentence
 * @param details what the person should see before answering, a line each
 */
public record ApprovalGroup(String name, String text, List<String> details, Policy policy) {}
