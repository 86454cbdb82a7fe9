/**
 * A node group for a cluster that is in use, as a new size of machine for users. Write it into the
 * definition, give it a priority of its own among the autoscaler's, then run this. To take it back,
 * drain its nodes and delete the group by its owner's tool; Hubkeeper does not delete a group that
 * may have users.
 */
package org.hubkeeper.workflows.runbook.addnodegroup;
