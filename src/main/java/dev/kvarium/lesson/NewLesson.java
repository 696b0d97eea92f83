package dev.kvarium.lesson;

import java.util.Locale;

/** The lesson that an author begins with: it holds as it is, and shows a block of each kind. */
public final class NewLesson {
  private NewLesson() {}

  /** The text of a lesson of a name, {@code counting-visits}. */
  public static String text(String name) {
    String words = LessonParser.name(name).replace('-', ' ');
    String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return TEMPLATE.replace("TITLE", title);
  }

  private static final String TEMPLATE =
      """
      ---
      title: TITLE
      corrects: what people believe, in their own words
      models: redis 7.0.15
      minutes: 10
      needs: []
      world: redis seed=1 version=7.0
      let page: home | news | shop
      let visits: 3..9
      ---
      Say here what the question is. One short paragraph will do.

      ## What is seen

      ```kv run
      > INCR visits:a
      (integer) 1
      ```

      Say what there was to see, and what it means.

      ```kv predict
      What does a second `INCR visits:a` answer?
      ( ) 1: it begins anew
          Say what differs, to whom believes this.
      (x) `2`: the value is kept between two commands
          Say why.
      > INCR visits:a
      (integer) 2
      ```

      ## One for you

      ```kv run
      :world redis seed=2 version=7.0
      > SET visits:${page} 1
      OK
      ```

      ```kv task
      Have `visits:${page}` count ${visits} visits, without setting it anew.
      ? key.value visits:${page} == ${visits}: `GET` shows what it holds.
      !~ CommandEvent.Ran * set: It is to be counted, not set.
      hint: Say where to look.
      hint: Say what to try.
      hint: `INCRBY visits:${page}`, and a number.
      solution:
      > INCRBY visits:${page} ${visits - 1}
      (integer) ${visits}
      ```

      ## To take away

      > Say the one sentence that is to be remembered.

      **Where the model departs.** Nowhere here, or say where.

      **On a real server.** Say how the same is seen on one.

      **An open question.** Ask something that leads on.
      """;
}
