/** What a cluster's own API server knows, whatever cloud the cluster is in. */
package org.hubkeeper.activities.kubernetes;
