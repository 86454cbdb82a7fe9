/** Reports as pages. */
package org.hubkeeper.starter.report;
