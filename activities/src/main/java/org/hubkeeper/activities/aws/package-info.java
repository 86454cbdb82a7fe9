/** Amazon Web Services: clients, EBS volumes, and the access to EKS clusters. */
package org.hubkeeper.activities.aws;
