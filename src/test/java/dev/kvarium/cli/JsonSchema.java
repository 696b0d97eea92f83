package dev.kvarium.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As much of JSON Schema as our schemas use; a word that it does not know is a mistake. */
final class JsonSchema {
  private static final List<String> REMARKS =
      List.of("$schema", "$id", "$defs", "title", "description");

  private final JsonObject root;
  private final List<String> problems = new ArrayList<>();

  private JsonSchema(String schema) {
    root = JsonParser.parseString(schema).getAsJsonObject();
  }

  /** What is wrong with a document; nothing when it is as the schema says. */
  static List<String> problems(String schema, String document) {
    JsonSchema whole = new JsonSchema(schema);
    whole.look("$", whole.root, JsonParser.parseString(document));
    return whole.problems;
  }

  private void look(String at, JsonObject schema, JsonElement value) {
    for (Map.Entry<String, JsonElement> rule : schema.entrySet()) {
      switch (rule.getKey()) {
        case "$ref" -> {
          String name = rule.getValue().getAsString().replace("#/$defs/", "");
          look(at, root.getAsJsonObject("$defs").getAsJsonObject(name), value);
        }
        case "type" -> type(at, rule.getValue().getAsString(), value);
        case "enum" -> {
          if (!rule.getValue().getAsJsonArray().contains(value)) {
            problems.add(at + " is " + value);
          }
        }
        case "required" ->
            rule.getValue()
                .getAsJsonArray()
                .forEach(
                    name -> {
                      if (!value.getAsJsonObject().has(name.getAsString())) {
                        problems.add(at + " lacks " + name);
                      }
                    });
        case "additionalProperties" -> {
          for (String name : value.getAsJsonObject().keySet()) {
            if (!schema.getAsJsonObject("properties").has(name)) {
              problems.add(at + " has " + name);
            }
          }
        }
        case "properties" ->
            rule.getValue()
                .getAsJsonObject()
                .entrySet()
                .forEach(
                    each -> {
                      JsonElement member = value.getAsJsonObject().get(each.getKey());
                      if (member != null) {
                        look(at + "." + each.getKey(), each.getValue().getAsJsonObject(), member);
                      }
                    });
        case "items" ->
            value
                .getAsJsonArray()
                .forEach(item -> look(at + "[]", rule.getValue().getAsJsonObject(), item));
        default -> {
          if (!REMARKS.contains(rule.getKey())) {
            throw new IllegalArgumentException("not known here: " + rule.getKey());
          }
        }
      }
    }
  }

  private void type(String at, String type, JsonElement value) {
    boolean right =
        switch (type) {
          case "object" -> value.isJsonObject();
          case "array" -> value.isJsonArray();
          case "string" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
          case "number" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
          default -> value.isJsonPrimitive() && value.getAsString().matches("-?[0-9]+");
        };
    if (!right) {
      problems.add(at + " is no " + type + ": " + value);
    }
  }
}
