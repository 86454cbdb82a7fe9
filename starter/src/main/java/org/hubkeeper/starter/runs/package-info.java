/** Runs: started, steered, found, listed, and read whatever became of them and of their workers. */
package org.hubkeeper.starter.runs;
