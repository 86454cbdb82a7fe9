/**
 * What shows that something works, and what is done once through it; a small class for each type
 * that a fleet file may name.
 */
package org.hubkeeper.activities.proof;
