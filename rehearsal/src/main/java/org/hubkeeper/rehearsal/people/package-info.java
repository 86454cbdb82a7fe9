/**
 * People whom a run waits for, played by scenes: they know what the run tells, and nothing else.
 */
package org.hubkeeper.rehearsal.people;
