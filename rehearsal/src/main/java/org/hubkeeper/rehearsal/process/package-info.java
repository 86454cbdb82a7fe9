/** Processes that die with whoever started them, and ports for them. */
package org.hubkeeper.rehearsal.process;
