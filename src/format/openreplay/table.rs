//! The messages of `OpenReplay`: their numbers, names and fields. Facts of the format, nothing else.

use std::sync::LazyLock;

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number in groups of 7 bits, the lowest first.
    Number,
    /// The same, with the sign in the lowest bit.
    Signed,
    /// A length, then UTF-8.
    Text,
    /// One byte.
    Flag,
}

/// A kind of message.
#[derive(Debug)]
pub(super) struct Spec {
    pub(super) name: &'static str,
    pub(super) fields: Vec<(&'static str, Kind)>,
}

/// The kind of message with this number.
pub(super) fn spec(number: u64) -> Option<&'static Spec> {
    static SPECS: LazyLock<Vec<Option<Spec>>> = LazyLock::new(|| {
        let mut specs: Vec<Option<Spec>> = (0..128).map(|_| None).collect();
        for (number, name, fields) in MESSAGES {
            specs[*number] = Some(Spec { name, fields: fields.split_whitespace().map(field).collect() });
        }
        specs
    });
    SPECS.get(usize::try_from(number).ok()?)?.as_ref()
}

fn field(text: &'static str) -> (&'static str, Kind) {
    let (name, kind) = text.split_once(':').unwrap_or((text, ""));
    let kind = match kind {
        "u" => Kind::Number,
        "i" => Kind::Signed,
        "b" => Kind::Flag,
        _ => Kind::Text,
    };
    (name, kind)
}

#[rustfmt::skip]
const MESSAGES: &[(usize, &str, &str)] = &[
    (0, "Timestamp", "timestamp:u"),
    (4, "SetPageLocationDeprecated", "url:s referrer:s navigationStart:u"),
    (5, "SetViewportSize", "width:u height:u"),
    (6, "SetViewportScroll", "x:i y:i"),
    (7, "CreateDocument", ""),
    (8, "CreateElementNode", "id:u parentID:u index:u tag:s svg:b"),
    (9, "CreateTextNode", "id:u parentID:u index:u"),
    (10, "MoveNode", "id:u parentID:u index:u"),
    (11, "RemoveNode", "id:u"),
    (12, "SetNodeAttribute", "id:u name:s value:s"),
    (13, "RemoveNodeAttribute", "id:u name:s"),
    (14, "SetNodeData", "id:u data:s"),
    (15, "SetCssData", "id:u data:s"),
    (16, "SetNodeScroll", "id:u x:i y:i"),
    (18, "SetInputValue", "id:u value:s mask:i"),
    (19, "SetInputChecked", "id:u checked:b"),
    (20, "MouseMove", "x:u y:u"),
    (21, "NetworkRequestDeprecated", "type:s method:s url:s request:s response:s status:u timestamp:u duration:u"),
    (22, "ConsoleLog", "level:s value:s"),
    (34, "StringDictGlobal", "key:u value:s"),
    (35, "SetNodeAttributeDictGlobal", "id:u name:u value:u"),
    (36, "NodeAnimationResult", "id:u styles:s"),
    (40, "Profiler", "name:s duration:u args:s result:s"),
    (41, "OTable", "key:s value:s"),
    (43, "StringDict", "key:s value:s"),
    (44, "ReduxDeprecated", "action:s state:s duration:u"),
    (45, "Vuex", "mutation:s state:s"),
    (46, "MobX", "type:s payload:s"),
    (47, "NgRx", "action:s state:s duration:u"),
    (48, "GraphQlDeprecated", "operationKind:s operationName:s variables:s response:s duration:i"),
    (49, "PerformanceTrack", "frames:i ticks:i totalJSHeapSize:u usedJSHeapSize:u"),
    (50, "StringDictDeprecated", "key:u value:s"),
    (51, "SetNodeAttributeDictDeprecated", "id:u name:u value:u"),
    (52, "SetNodeAttributeDict", "id:u name:s value:s"),
    (53, "ResourceTimingDeprecatedDeprecated", "timestamp:u duration:u ttfb:u headerSize:u encodedBodySize:u decodedBodySize:u url:s initiator:s"),
    (54, "ConnectionInformation", "downlink:u type:s"),
    (55, "SetPageVisibility", "hidden:b"),
    (57, "LoadFontFace", "parentID:u family:s source:s descriptors:s"),
    (58, "SetNodeFocus", "id:i"),
    (60, "SetNodeAttributeURLBased", "id:u name:s value:s baseURL:s"),
    (61, "SetCssDataURLBased", "id:u data:s baseURL:s"),
    (65, "SetNodeSlot", "id:u slotID:u"),
    (68, "MouseClick", "id:u hesitationTime:u label:s selector:s normalizedX:u normalizedY:u"),
    (69, "MouseClickDeprecated", "id:u hesitationTime:u label:s selector:s"),
    (70, "CreateIFrameDocument", "frameID:u id:u"),
    (71, "AdoptedSsReplaceURLBased", "sheetID:u text:s baseURL:s"),
    (72, "AdoptedSsReplace", "sheetID:u text:s"),
    (73, "AdoptedSsInsertRuleURLBased", "sheetID:u rule:s index:u baseURL:s"),
    (74, "AdoptedSsInsertRule", "sheetID:u rule:s index:u"),
    (75, "AdoptedSsDeleteRule", "sheetID:u index:u"),
    (76, "AdoptedSsAddOwner", "sheetID:u id:u"),
    (77, "AdoptedSsRemoveOwner", "sheetID:u id:u"),
    (79, "Zustand", "mutation:s state:s"),
    // These three only bound what was sent together, and are written without a size.
    (80, "BatchMeta", "pageNo:u firstIndex:u timestamp:i"),
    (81, "BatchMetadata", "version:u pageNo:u firstIndex:u timestamp:i location:s"),
    (82, "PartitionedMessage", "partNo:u partTotal:u"),
    (83, "NetworkRequest", "type:s method:s url:s request:s response:s status:u timestamp:u duration:u transferredBodySize:u"),
    (84, "WsChannel", "chType:s channelName:s data:s timestamp:u dir:s messageType:s"),
    (85, "ResourceTiming", "timestamp:u duration:u ttfb:u headerSize:u encodedBodySize:u decodedBodySize:u url:s initiator:s transferredSize:u cached:b queueing:u dnsLookup:u initialConnection:u ssl:u contentDownload:u total:u stalled:u"),
    (87, "Incident", "label:s startTime:i endTime:i"),
    (89, "LongAnimationTask", "name:s duration:i blockingDuration:i firstUIEventTimestamp:i startTime:i scripts:s"),
    (93, "MobileEvent", "timestamp:u length:u name:s payload:s"),
    (96, "MobileScreenChanges", "timestamp:u length:u x:u y:u width:u height:u"),
    (100, "MobileClickEvent", "timestamp:u length:u label:s x:u y:u"),
    (101, "MobileInputEvent", "timestamp:u length:u value:s valueMasked:b label:s"),
    (102, "MobilePerformanceEvent", "timestamp:u length:u name:s value:u"),
    (103, "MobileLog", "timestamp:u length:u severity:s content:s"),
    (104, "MobileInternalError", "timestamp:u length:u content:s"),
    (105, "MobileNetworkCall", "timestamp:u length:u type:s method:s url:s request:s response:s status:u duration:u"),
    (106, "MobileSwipeEvent", "timestamp:u length:u label:s x:u y:u direction:s"),
    (109, "MobileGraphQl", "timestamp:u length:u operationKind:s operationName:s variables:s response:s duration:u"),
    (111, "MobileIssueEvent", "timestamp:u type:s contextString:s context:s payload:s"),
    (113, "SelectionChange", "selectionStart:u selectionEnd:u selection:s"),
    (114, "MouseThrashing", "timestamp:u"),
    (116, "ResourceTimingDeprecated", "timestamp:u duration:u ttfb:u headerSize:u encodedBodySize:u decodedBodySize:u url:s initiator:s transferredSize:u cached:b"),
    (117, "TabChange", "tabId:s"),
    (118, "TabData", "tabId:s"),
    (119, "CanvasNode", "nodeId:s timestamp:u"),
    (120, "TagTrigger", "tagId:i"),
    (121, "Redux", "action:s state:s duration:u actionTime:u"),
    (122, "SetPageLocation", "url:s referrer:s navigationStart:u documentTitle:s"),
    (123, "GraphQl", "operationKind:s operationName:s variables:s response:s duration:u"),
];
