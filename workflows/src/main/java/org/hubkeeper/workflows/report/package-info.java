/** A report in the form that people read and keep. */
package org.hubkeeper.workflows.report;
