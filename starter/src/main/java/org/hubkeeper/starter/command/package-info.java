/** One class per command; what several share stands in classes without a command of their own. */
package org.hubkeeper.starter.command;
