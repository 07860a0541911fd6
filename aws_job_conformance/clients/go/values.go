package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/aws/smithy-go/document"
)

func notJSON(text string) any { return map[string]any{"$not-json": text} }

// plain tells what the SDK returned as JSON has it; a member that is nil is not there.
func (s service) plain(value reflect.Value) any {
	switch held := value.Interface().(type) {
	case time.Time:
		return instant(held)
	case []byte:
		return base64.StdEncoding.EncodeToString(held)
	case document.Unmarshaler:
		return s.document(held)
	}
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		if value.IsNil() {
			return nil
		}
		return s.plain(value.Elem())
	case reflect.Struct:
		return s.members(value)
	case reflect.Slice:
		items := make([]any, value.Len())
		for i := range items {
			items[i] = s.plain(value.Index(i))
		}
		return items
	case reflect.Map:
		entries := map[string]any{}
		for _, key := range value.MapKeys() {
			entries[key.String()] = s.plain(value.MapIndex(key))
		}
		return entries
	case reflect.String:
		return value.String()
	case reflect.Bool:
		return value.Bool()
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return value.Int()
	case reflect.Float32:
		return number(value.Float(), 32)
	case reflect.Float64:
		return number(value.Float(), 64)
	}
	return notJSON(fmt.Sprint(value.Interface()))
}

func (s service) members(value reflect.Value) any {
	kind := value.Type()
	if _, member, isUnion := strings.Cut(kind.Name(), "Member"); isUnion && kind.NumField() > 0 && kind.Field(0).Name == "Value" {
		return map[string]any{s.named(member): s.plain(value.Field(0))}
	}
	if kind.Name() == "UnknownUnionMember" {
		return notJSON("UnknownUnionMember " + value.FieldByName("Tag").String())
	}
	found := map[string]any{}
	for i := range kind.NumField() {
		field := kind.Field(i)
		if !field.IsExported() || field.Name == "ResultMetadata" || isAbsent(value.Field(i)) {
			continue
		}
		found[s.named(field.Name)] = s.plain(value.Field(i))
	}
	return found
}

// isAbsent says what the SDK shows as not there: nil, and the empty text of an enum.
func isAbsent(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return value.IsNil()
	case reflect.String:
		return value.Len() == 0
	}
	return false
}

// named is a member's name as AWS has it: Go's begins with a capital, always.
func (s service) named(field string) string {
	if s.camel == s.except[field] {
		return field
	}
	return string(unicode.ToLower(rune(field[0]))) + field[1:]
}

func instant(value time.Time) any {
	value = value.UTC()
	if value.Year() < 1 || value.Year() > 9999 {
		return notJSON(value.String())
	}
	if value.Nanosecond()%1e6 == 0 {
		return value.Format("2006-01-02T15:04:05.000Z")
	}
	return value.Format(time.RFC3339Nano)
}

func number(value float64, bits int) any {
	switch {
	case math.IsNaN(value):
		return notJSON("NaN")
	case math.IsInf(value, 1):
		return notJSON("Infinity")
	case math.IsInf(value, -1):
		return notJSON("-Infinity")
	}
	return json.Number(strconv.FormatFloat(value, 'g', -1, bits))
}

func (s service) document(held document.Unmarshaler) any {
	var value any
	if err := held.UnmarshalSmithyDocument(&value); err != nil {
		return notJSON(err.Error())
	}
	return documented(value)
}

func documented(value any) any {
	switch held := value.(type) {
	case document.Number:
		return json.Number(held.String())
	case map[string]any:
		for key, item := range held {
			held[key] = documented(item)
		}
	case []any:
		for i, item := range held {
			held[i] = documented(item)
		}
	}
	return value
}
