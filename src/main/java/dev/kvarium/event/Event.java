package dev.kvarium.event;

/**
 * A fact that an engine or the world states, in the past tense.
 *
 * <p>A fact is named by its family and its record, {@code KeyEvent.Expired}: that is how scripts
 * and checks refer to it, with its components, in order, behind it. Families are sealed, so that
 * whoever switches over one is shown every new case.
 */
public sealed interface Event
    permits KeyEvent,
        EncodingEvent,
        DictEvent,
        StreamEvent,
        CommandEvent,
        ScriptEvent,
        ClientEvent,
        EvictionEvent,
        AofEvent,
        RdbEvent,
        DiskEvent,
        LedgerEvent,
        NodeEvent,
        NetworkEvent,
        ProxyEvent,
        RingEvent,
        ReplicationEvent,
        ClusterEvent,
        SlotEvent,
        SentinelEvent,
        Crash,
        TimeEvent,
        SlabEvent,
        ItemEvent,
        LoopEvent,
        AppEvent,
        DatabaseEvent {}
