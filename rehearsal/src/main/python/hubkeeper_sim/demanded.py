"""Actions and resources of the services besides EC2, as AWS's service authorization reference names them."""

from .calls import Call
from .conditions import Context
from .demanded_arns import arns_of, cluster_name, group_names, role_of

_S3_ACTIONS = {
    "ListObjectsV2": "ListBucket",
    "ListObjects": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
    "DeleteObjects": "DeleteObject",
    "CompleteMultipartUpload": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CopyObject": "PutObject",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
}
#: Services whose actions begin otherwise than their name for signing.
_PREFIXES = {"tagging": "tag"}
#: Creating operations that also ask for the right to tag when they carry tags.
_TAGGING = {
    ("eks", "CreateCluster"): "eks:TagResource",
    ("eks", "CreateNodegroup"): "eks:TagResource",
    ("eks", "CreateAddon"): "eks:TagResource",
    ("eks", "CreateAccessEntry"): "eks:TagResource",
    ("eks", "CreatePodIdentityAssociation"): "eks:TagResource",
    ("s3", "CreateBucket"): "s3:TagResource",
    ("iam", "CreateRole"): "iam:TagRole",
    ("iam", "CreatePolicy"): "iam:TagPolicy",
    ("iam", "CreateOpenIDConnectProvider"): "iam:TagOpenIDConnectProvider",
}


def asked(call: Call, account: str, tagged: bool) -> list[tuple[str, str]]:
    """The actions that a call needs, each with its resource."""
    operation = _S3_ACTIONS.get(call.operation, call.operation) if call.service == "s3" else call.operation
    arns = arns_of(call, account)
    service = _PREFIXES.get(call.service, call.service)
    found = [(f"{service}:{operation}", arn) for arn in arns]
    tagging = _TAGGING.get((call.service, call.operation))
    if tagged and tagging:
        found += [(tagging, arn) for arn in arns]
    if call.operation == "DeleteMountTarget":
        # EFS removes the interface with the permissions of who asks
        found.append(("ec2:DeleteNetworkInterface", f"arn:aws:ec2:{call.region}:{account}:network-interface/*"))
    if (call.service, call.operation) == ("eks", "CreatePodIdentityAssociation"):
        found.append(("iam:GetRole", str(call.params.get("roleArn"))))
    template = call.params.get("launchTemplate") if call.operation == "CreateNodegroup" else None
    if template:
        # EKS proves that whoever makes the group may launch instances with the template
        base = f"arn:aws:ec2:{call.region}:{account}:"
        found += [("ec2:RunInstances", f"{base}launch-template/{template.get('id') or '*'}")]
        found += [("ec2:RunInstances", f"{base}instance/*")]
    return found


def passed_roles(call: Call) -> list[tuple[str, str]]:
    """Roles that a call hands to a service, with the service."""
    given = call.params.get
    if call.service == "cloudformation" and given("RoleARN"):
        return [(str(given("RoleARN")), "cloudformation.amazonaws.com")]
    if call.service != "eks":
        return []
    passed = [
        (given("roleArn"), "eks.amazonaws.com") if call.operation == "CreateCluster" else (None, ""),
        (given("nodeRole"), "eks.amazonaws.com"),
        (given("serviceAccountRoleArn"), "eks.amazonaws.com"),
    ]
    if call.operation.endswith("PodIdentityAssociation"):
        passed.append((given("roleArn"), "pods.eks.amazonaws.com"))
    passed += [(one.get("roleArn"), "pods.eks.amazonaws.com") for one in given("podIdentityAssociations") or []]
    return [(str(role), service) for role, service in passed if role]


def more_context(call: Call, account: str) -> Context:
    """Condition keys of single services."""
    context: Context = {}
    if call.service == "iam" and call.params.get("PolicyArn"):
        context["iam:policyarn"] = [str(call.params["PolicyArn"])]
    if call.service == "iam" and call.params.get("AWSServiceName"):
        context["iam:awsservicename"] = [str(call.params["AWSServiceName"])]
    if call.service == "eks":
        for key, name in (("eks:principalarn", "principalArn"), ("eks:policyarn", "policyArn")):
            if call.params.get(name):
                context[key] = [str(call.params[name])]
    for key, value in _present_tags(call, account).items():
        context[f"aws:resourcetag/{key}"] = [value]
        if call.service in ("autoscaling", "iam"):
            context[f"{call.service}:resourcetag/{key}"] = [value]
    return context


def _present_tags(call: Call, account: str) -> dict[str, str]:
    from moto.autoscaling.models import autoscaling_backends
    from moto.eks.models import eks_backends

    if call.service == "autoscaling":
        groups = autoscaling_backends[account][call.region].autoscaling_groups
        group = next((groups[name] for name in group_names(call, groups) if name in groups), None)
        return {str(tag["Key"]): str(tag["Value"]) for tag in group.tags} if group else {}
    if call.service == "eks" and call.operation != "CreateCluster":
        cluster = eks_backends[account][call.region].clusters.get(cluster_name(call))
        return dict(cluster.tags or {}) if cluster else {}
    role = role_of(call, account) if call.service == "iam" and call.operation != "CreateRole" else None
    tags = (role.tags.values() if isinstance(role.tags, dict) else role.tags or []) if role else []
    return {str(tag["Key"]): str(tag["Value"]) for tag in tags}
