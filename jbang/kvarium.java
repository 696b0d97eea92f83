///usr/bin/env jbang "$0" "$@" ; exit $?
// Starts Kvarium from a checkout without building it first: jbang jbang/kvarium.java

//JAVA 25+
//SOURCES ../src/main/java/**/*.java
//FILES lessons/=../lessons/**
//FILES scenarios/=../scenarios/**
//MAIN dev.kvarium.cli.Main
//RUNTIME_OPTIONS --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1

// The versions are those of pom.xml; a test holds them together.
//DEPS org.jspecify:jspecify:1.0.0
//DEPS org.jline:jline:3.30.16
//DEPS com.googlecode.lanterna:lanterna:3.1.5
//DEPS info.picocli:picocli:4.7.7
//DEPS org.commonmark:commonmark:0.28.0
//DEPS org.snakeyaml:snakeyaml-engine:3.0.1
//DEPS org.hdrhistogram:HdrHistogram:2.2.2
//DEPS io.netty:netty-handler:4.2.18.Final
//DEPS io.netty:netty-transport-classes-epoll:4.2.18.Final
//DEPS io.netty:netty-transport-native-epoll:4.2.18.Final:linux-x86_64
