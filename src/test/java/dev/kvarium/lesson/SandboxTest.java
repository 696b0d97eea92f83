package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.EventLines;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sandbox is a copy: nothing that is done in it is seen outside, nor does it do a task. */
class SandboxTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private String said(String line) {
    Outcome outcome = lab.enter(line);
    return Learner.text(outcome.parts()).strip();
  }

  @Test
  void whatIsDoneInItIsForgotten() {
    lab.enter("SET a 1");
    lab.enter("+ 300ms");
    String before = EventLines.of(lab.events().all());

    lab.enter(":sandbox");
    assertThat(lab.prompt()).isEqualTo("sandbox:redis> ");
    assertThat(lab.enter("GET a").replyText()).contains("\"1\"");
    lab.enter(":crash power");
    lab.enter(":back 2");
    lab.enter("FLUSHALL");
    lab.enter("+ 10s");
    assertThat(said(":sandbox end"))
        .isEqualTo("back, at 00:00.300 as it was left; 1 step in the sandbox forgotten");

    assertThat(EventLines.of(lab.events().all())).isEqualTo(before);
    assertThat(lab.enter("GET a").replyText()).contains("\"1\"");
    assertThat(lab.worlds()).containsExactly("first");
    assertThat(lab.steps()).isEqualTo(2);
  }

  @Test
  void anotherWorldBegunInItStaysInIt() {
    lab.enter("SET a 1");
    lab.enter(":sandbox");
    lab.enter(":world memcached m=8");
    lab.enter(":sandbox end");
    assertThat(lab.enter("GET a").replyText()).contains("\"1\"");
  }

  @Test
  void thereIsOneAtATime() {
    assertThat(said(":sandbox end")).contains("there is no sandbox: :sandbox begins one");
    lab.enter(":sandbox");
    assertThat(said(":sandbox")).contains("there is a sandbox already, of first");
    lab.enter(":world first");
    assertThat(said(":sandbox")).contains(":world sandbox goes there");
    lab.enter(":sandbox end");
    assertThat(lab.worldName()).isEqualTo("first");
    lab.enter(":sandbox");
    lab.enter(":world first");
    lab.enter(":drop sandbox");
    assertThat(lab.enter(":sandbox").failed()).as("whoever dropped it may begin one").isFalse();
  }

  @Test
  void aLessonDoesNotFollowThereAndGoesOnAsItWas() {
    Learner learner = new Learner(LessonFiles.named("what-is-inside-a-string"));
    learner.toTask("a");
    final Lesson.Task task = (Lesson.Task) learner.player.current();
    final String before = EventLines.of(learner.lab.events().all());

    learner.type(":sandbox");
    learner.follow(Learner.solution(task));
    assertThat(learner.text()).doesNotContain("Done.");
    assertThat(learner.player.state()).isEqualTo(LessonPlayer.State.TASK);
    assertThat(learner.type("")).as("Enter is nobody's there").isEmpty();
    learner.type(":sandbox end");

    assertThat(EventLines.of(learner.lab.events().all())).isEqualTo(before);
    assertThat(learner.results).isEmpty();
    learner.follow(Learner.solution(task));
    assertThat(learner.text()).contains("Done.");
    assertThat(learner.results).containsExactly(Progress.Result.PASSED);
  }

  @Test
  void anAnswerIsNoneInTheSandbox() {
    Learner learner = new Learner(LessonFiles.named("what-is-inside-a-string"));
    while (learner.player.state() == LessonPlayer.State.READING) {
      learner.type("");
    }
    assertThat(learner.player.state()).isEqualTo(LessonPlayer.State.PREDICTION);
    learner.type(":sandbox");
    List<Part> parts = learner.lab.enter("a").parts();
    assertThat(Learner.text(parts)).contains("ERR unknown command 'a'");
    learner.type(":sandbox end");
    assertThat(learner.player.state()).isEqualTo(LessonPlayer.State.PREDICTION);
    learner.type("a");
    assertThat(learner.player.state()).isEqualTo(LessonPlayer.State.READING);
  }
}
