package stages

import (
	"path"
	"strings"
	"testing"
)

func TestEveryObjectLiesWhereItsNameSays(t *testing.T) {
	found, err := Stages(true)
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

func TestConditionsStandInTheSelector(t *testing.T) {
	e := &editor{}
	got := e.insert("  selector:\n    matchExpressions:\n    - key: 'k'\n", condition("a/b", "NotIn", "x", "y"))
	want := "  selector:\n    matchExpressions:\n    - key: '.metadata.annotations[\"a/b\"]'\n" +
		"      operator: 'NotIn'\n      values: ['x', 'y']\n    - key: 'k'\n"
	if e.err != nil || got != want {
		t.Errorf("got %s (%v)\nwant %s", got, e.err, want)
	}
	if e.insert("spec: {}", condition("a", "Exists")); e.err == nil {
		t.Error("a stage of an unknown form is accepted")
	}
}

func TestEachKindOfPodHasOneStageToStartAndOneToEnd(t *testing.T) {
	for _, c := range []struct {
		pulls bool
		image string
	}{
		{false, "image-missing\"]'\n      operator: 'NotIn'\n      values: ['true']"},
		{true, "image-missing\"]'\n      operator: 'In'\n      values: ['false']"},
	} {
		found, err := Stages(c.pulls)
		if err != nil {
			t.Fatal(err)
		}
		for name, parts := range map[string][]string{
			"pod-ready":    {c.image, "program\"]'\n      operator: 'DoesNotExist'"},
			"pod-program":  {c.image, "program\"]'\n      operator: 'Exists'", "ready: false"},
			"pod-complete": {"ends\"]'\n      operator: 'DoesNotExist'", "program\"]'\n      operator: 'DoesNotExist'"},
		} {
			for _, part := range parts {
				if !strings.Contains(text(found, name), part) {
					t.Errorf("%s (pulls %v) lacks %q", name, c.pulls, part)
				}
			}
		}
	}
}

func text(objects []Object, name string) string {
	for _, object := range objects {
		if path.Base(object.Path) == name {
			return string(object.YAML)
		}
	}
	return ""
}
