/** Faults that people ask for: calls that fail at the endpoint, and processes that die. */
package org.hubkeeper.rehearsal.fault;
