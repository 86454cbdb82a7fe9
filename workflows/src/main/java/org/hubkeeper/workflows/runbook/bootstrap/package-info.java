/**
 * From a definition to a cluster that is proved to work: control plane, nodes, and the components
 * 00 to 08 in their order. Run it to make a cluster, to go on with one that was left half-made, and
 * after a change of its components in the fleet file: what is as wanted already is left alone, and
 * a run that changes anything proves everything again. With nothing to change it only reads.
 */
package org.hubkeeper.workflows.runbook.bootstrap;
