/** Plans, steps, questions and runs as text. Nothing here asks or waits. */
package org.hubkeeper.starter.terminal;
