// Package stages holds what kwok has to know before it starts: the custom
// resources that it reads, and the stages through which it takes nodes and pods.
//
// Volumes have no stages: they belong to the simulated cloud.
package stages

import (
	_ "embed"
	"fmt"
	"strings"

	"sigs.k8s.io/kwok/kustomize/crd"
	node "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	heartbeat "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	pod "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
)

// Annotations of pods that the stages obey. Whoever runs a pod's program says by
// Ends how it ended.
const (
	ImageMissing = "rehearsal.hubkeeper.org/image-missing" // "true": ImagePullBackOff
	Ends         = "rehearsal.hubkeeper.org/ends"          // "0" or "1": exit status
	Program      = "rehearsal.hubkeeper.org/program"       // is ready, and ends, with its program
)

// Object is one object as YAML with its place in the API.
type Object struct {
	Path string
	YAML []byte
}

// Kinds that kwok reads from the API server. Exec and Attach are left out: they
// run commands of this machine.
var Kinds = []string{"Stage", "PortForward", "ClusterPortForward", "ClusterLogs", "Logs"}

const (
	definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/"
	stages      = "/apis/kwok.x-k8s.io/v1alpha1/stages/"
)

var (
	//go:embed pod-image-missing.yaml
	podImageMissing []byte
	//go:embed pod-program.yaml
	podProgram []byte
	//go:embed pod-ends.yaml
	podEnds []byte
)

// Definitions are the custom resources of kwok, by Kinds.
func Definitions() []Object {
	return []Object{
		{definitions + "stages.kwok.x-k8s.io", crd.Stage},
		{definitions + "portforwards.kwok.x-k8s.io", crd.PortForward},
		{definitions + "clusterportforwards.kwok.x-k8s.io", crd.ClusterPortForward},
		{definitions + "clusterlogs.kwok.x-k8s.io", crd.ClusterLogs},
		{definitions + "logs.kwok.x-k8s.io", crd.Logs},
	}
}

// Stages are kwok's fast ones, with the exceptions that the annotations ask for:
// of several stages that fit an object, kwok takes any.
func Stages() ([]Object, error) {
	ready, err := except(pod.DefaultPodReady, ImageMissing, "NotIn", "true")
	if err != nil {
		return nil, err
	}
	ready, err = except(ready, Program, "DoesNotExist")
	if err != nil {
		return nil, err
	}
	complete, err := except(pod.DefaultPodComplete, Ends, "DoesNotExist")
	if err != nil {
		return nil, err
	}
	complete, err = except(complete, Program, "DoesNotExist")
	if err != nil {
		return nil, err
	}
	return []Object{
		{stages + "node-initialize", []byte(node.DefaultNodeInit)},
		{stages + "node-heartbeat-with-lease", []byte(heartbeat.DefaultNodeHeartbeatWithLease)},
		{stages + "pod-ready", []byte(ready)},
		{stages + "pod-image-missing", podImageMissing},
		{stages + "pod-program", podProgram},
		{stages + "pod-ends", podEnds},
		{stages + "pod-complete", []byte(complete)},
		{stages + "pod-delete", []byte(pod.DefaultPodDelete)},
	}, nil
}

// except adds a condition on an annotation to a stage.
func except(stage, annotation, operator string, values ...string) (string, error) {
	const list = "    matchExpressions:\n"
	if strings.Count(stage, list) != 1 {
		return "", fmt.Errorf("a stage of kwok has another form than this program knows:\n%s", stage)
	}
	condition := fmt.Sprintf("    - key: '.metadata.annotations[%q]'\n      operator: '%s'\n", annotation, operator)
	if len(values) > 0 {
		condition += fmt.Sprintf("      values: ['%s']\n", strings.Join(values, "', '"))
	}
	return strings.Replace(stage, list, list+condition, 1), nil
}
