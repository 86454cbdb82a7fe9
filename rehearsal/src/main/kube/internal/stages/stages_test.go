package stages

import (
	"path"
	"strings"
	"testing"
)

func TestEveryObjectLiesWhereItsNameSays(t *testing.T) {
	found, err := Stages()
	if err != nil {
		t.Fatal(err)
	}
	for _, object := range append(found, Definitions()...) {
		if !strings.Contains(string(object.YAML), "\n  name: "+path.Base(object.Path)+"\n") {
			t.Errorf("%s has another name:\n%s", object.Path, object.YAML)
		}
	}
}

func TestEveryKindHasItsDefinition(t *testing.T) {
	if len(Definitions()) != len(Kinds) {
		t.Fatalf("%d definitions for %d kinds", len(Definitions()), len(Kinds))
	}
	for i, object := range Definitions() {
		if !strings.Contains(string(object.YAML), "\n    kind: "+Kinds[i]+"\n") {
			t.Errorf("%s does not define %s", object.Path, Kinds[i])
		}
	}
}

func TestExceptionsStandInTheSelector(t *testing.T) {
	got, err := except("  selector:\n    matchExpressions:\n    - key: 'k'\n", "a/b", "NotIn", "x", "y")
	want := "  selector:\n    matchExpressions:\n    - key: '.metadata.annotations[\"a/b\"]'\n" +
		"      operator: 'NotIn'\n      values: ['x', 'y']\n    - key: 'k'\n"
	if err != nil || got != want {
		t.Errorf("got %s (%v)\nwant %s", got, err, want)
	}
	if _, err := except("spec: {}", "a", "Exists"); err == nil {
		t.Error("a stage of an unknown form is accepted")
	}
}

func TestReadyExceptsPodsWithoutImagesAndCompleteThoseThatEndOtherwise(t *testing.T) {
	found, err := Stages()
	if err != nil {
		t.Fatal(err)
	}
	conditions := map[string][]string{"pod-ready": {ImageMissing, Program}, "pod-program": {ImageMissing, Program}, "pod-complete": {Ends, Program}}
	for _, object := range found {
		for _, annotation := range conditions[path.Base(object.Path)] {
			if !strings.Contains(string(object.YAML), annotation) {
				t.Errorf("%s does not look at %s", object.Path, annotation)
			}
		}
	}
}
