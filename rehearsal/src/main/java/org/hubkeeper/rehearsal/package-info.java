/**
 * The simulated world: real Temporal, simulated clouds, real Kubernetes API servers and the real
 * worker, on loopback, for people who want to see a runbook before they trust it and for the
 * end-to-end tests.
 */
package org.hubkeeper.rehearsal;
