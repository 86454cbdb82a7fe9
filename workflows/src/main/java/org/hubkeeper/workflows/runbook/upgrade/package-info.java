/**
 * Moves Kubernetes over one or more minors: the control plane one at a time, nodes after it and
 * never before it. People ask for it when a version leaves support, and do well to begin with the
 * test cluster. What goes wrong in practice is the drain (a budget that allows nothing), an add-on
 * version that is not offered, a webhook that is down, and users who are still there; each is told
 * in the plan where it can be seen beforehand, and by name as soon as it holds the run up.
 */
package org.hubkeeper.workflows.runbook.upgrade;
