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

// Annotations of pods that the stages obey.
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
	podProgram string
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
// of several stages that fit an object, kwok takes any. With pulls, no pod starts
// before somebody has said that its images are there.
func Stages(pulls bool) ([]Object, error) {
	e := &editor{}
	image := condition(ImageMissing, "NotIn", "true")
	if pulls {
		image = condition(ImageMissing, "In", "false")
	}
	ready := e.insert(pod.DefaultPodReady, image, condition(Program, "DoesNotExist"))
	program := e.insert(podProgram, image)
	complete := e.insert(pod.DefaultPodComplete, condition(Ends, "DoesNotExist"), condition(Program, "DoesNotExist"))
	return []Object{
		{stages + "node-initialize", []byte(node.DefaultNodeInit)},
		{stages + "node-heartbeat-with-lease", []byte(heartbeat.DefaultNodeHeartbeatWithLease)},
		{stages + "pod-ready", []byte(ready)},
		{stages + "pod-image-missing", podImageMissing},
		{stages + "pod-program", []byte(program)},
		{stages + "pod-ends", podEnds},
		{stages + "pod-complete", []byte(complete)},
		{stages + "pod-delete", []byte(pod.DefaultPodDelete)},
	}, e.err
}

// condition is one on an annotation, as the selector of a stage has them.
func condition(annotation, operator string, values ...string) string {
	text := fmt.Sprintf("    - key: '.metadata.annotations[%q]'\n      operator: '%s'\n", annotation, operator)
	if len(values) > 0 {
		text += fmt.Sprintf("      values: ['%s']\n", strings.Join(values, "', '"))
	}
	return text
}

// editor changes stages as texts. Their form is checked, since another release
// of kwok may have another.
type editor struct{ err error }

func (e *editor) insert(stage string, conditions ...string) string {
	const list = "    matchExpressions:\n"
	if strings.Count(stage, list) != 1 && e.err == nil {
		e.err = fmt.Errorf("a stage of kwok has another form than this program knows:\n%s", stage)
	}
	return strings.Replace(stage, list, list+strings.Join(conditions, ""), 1)
}
