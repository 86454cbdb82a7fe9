/**
 * What a run changes for a while it gives back when it ends, also when it is aborted. One that was
 * terminated or reset can't: its marks stay on nodes and pools, and plans tell of them. This gives
 * back what they say. A pool that a run still works on is waited for.
 */
package org.hubkeeper.workflows.runbook.restore;
