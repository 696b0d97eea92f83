package dev.kvarium.event;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Names and components of facts, read from their records; for export and checks, not for engines.
 */
public final class Facts {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          Class<?> family = type.getEnclosingClass();
          if (family == null || !type.isRecord()) {
            throw new IllegalArgumentException(type + " is not a fact");
          }
          return new Shape(
              family.getSimpleName() + "." + type.getSimpleName(),
              List.of(type.getRecordComponents()));
        }
      };

  private Facts() {}

  private record Shape(String name, List<RecordComponent> components) {}

  /** A component of a fact: its name and what it holds. */
  public record Component(String name, Object value) {}

  /** Family and record, {@code KeyEvent.Expired}. */
  public static String name(Event event) {
    return SHAPES.get(event.getClass()).name();
  }

  /** The components in their order. */
  public static List<Component> components(Event event) {
    List<Component> components = new ArrayList<>();
    for (RecordComponent each : SHAPES.get(event.getClass()).components()) {
      try {
        components.add(new Component(each.getName(), each.getAccessor().invoke(event)));
      } catch (IllegalAccessException | InvocationTargetException unreadable) {
        throw new IllegalStateException("a component of " + name(event), unreadable);
      }
    }
    return components;
  }

  /** The names of the components of the fact of a name; none when there is no such fact. */
  public static List<String> componentNames(String fact) {
    for (Class<?> family : Event.class.getPermittedSubclasses()) {
      for (Class<?> each : family.getPermittedSubclasses()) {
        Shape shape = SHAPES.get(each);
        if (shape.name().equals(fact)) {
          return shape.components().stream().map(RecordComponent::getName).toList();
        }
      }
    }
    return List.of();
  }

  /** The names of all facts that can be stated, family by family. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Class<?> family : Event.class.getPermittedSubclasses()) {
      for (Class<?> fact : family.getPermittedSubclasses()) {
        names.add(SHAPES.get(fact).name());
      }
    }
    return names;
  }
}
