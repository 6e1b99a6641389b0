import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import Foundation
import GANMetrics
import HeadPictures
import RunReports
import Testing

/// What the libraries' errors say: whole sentences, each with what and where, then what to do.
///
/// `Tool.refuse` holds what commands say to the same rule.
@Suite("Errors are sentences")
struct ErrorSentenceTests {
    private static let place = "/runs/faces"
    private static let generator = GeneratorConfiguration()
    private static let part = PixelRectangle(x: 0, y: 0, width: 9, height: 9)
    private static let styles = HeadStyles(shape: [0], appearances: [[0]])

    /// Every case of the errors that have cases.
    private static let errors: [any Error] =
        [
            BlendError.sizes, BlendError.nerfs(tensor: "nerf.0", difference: 0.1),
            HeadError.codeWidths(shape: 1, appearance: 2, generator),
            HeadError.styleWidths(styles, generator), HeadError.size(0), HeadError.samples(1),
            HeadError.part(part, size: 8),
            HeadError.notShowable(PictureFault(kind: .overflow, layer: "nerf.0")),
            HeadError.notShowable(PictureFault(kind: .notANumber, layer: nil)),
            HeadError.notShowable(PictureFault(kind: .noHead, layer: "nerf.0")),
            HeadError.notShowable(PictureFault(kind: .oneColor, layer: "inr.0")),
            MeasurementError.mixedSizes(path: place, first: "8x8", name: "a", other: "9x9"),
            MeasurementError.tooFew(place, count: 1, needed: 2),
            MeasurementError.notFinite(network: "MobileNetV2"),
            ModelFolderError.missing(place), ModelFolderError.notAFolder(place),
            ModelFolderError.noConfiguration(place), ModelFolderError.unwritable(place),
            ModelFolderError.weightsTooSmall(place, describedBytes: 2, fileBytes: 1),
        ] + ofNetworks + ofRuns + ofSeeds

    private static let ofNetworks: [any Error] = [
        NetworkError.unreadable(place), NetworkError.misfit(place, problems: ["a is missing"]),
        NetworkError.noInception(places: [place]),
        NetworkError.notFetched(package: "torchvision", reason: "no such host"),
        NetworkError.cacheUnwritable(place, reason: "no space left"),
        NetworkError.otherContent(place, digest: "ab", expected: "cd"),
    ]

    private static let ofRuns: [any Error] = [
        PhotoSetError.mostlyUnreadable(path: place, bad: 3, of: 4),
        RunFolderError.holdsRun(place), RunFolderError.notEmpty(place, name: "notes.txt"),
        RunFolderError.notAFolder(place), RunFolderError.unwritable(place, reason: "it is full"),
        RunFolderError.noRun(place), RunFolderError.noDescription(place),
        RunFolderError.inUse(place), RunFolderError.noValidSnapshot(place),
        RunFolderError.photographsGone(place, data: "/data"),
        RunFolderError.otherPhotographs(place, data: "/data"),
        RunReportError.noFolder(place), RunReportError.notAFolder(place),
        RunReportError.namedTwice(place), RunReportError.noStatistics(place),
        RunReportError.unreadable(place, reason: "it is a pipe"), RunReportError.noLines(place),
        RunReportError.allLinesBroken(place),
        TrainingPeersError.differ(rank: 1, names: ["photographs"]),
        TrainingPeersError.tooMany(processes: 3, groups: 2, batch: 8),
    ]

    private static let ofSeeds: [any Error] = [
        SeedListError.empty, SeedListError.notSeeds("x"), SeedListError.backwards(2, 1),
        SeedListError.tooMany,
    ]

    @Test("one or more whole sentences, with what to do", arguments: errors.map { "\($0)" })
    func whole(words: String) {
        #expect(Sentences.areWhole(words), "\(words)")
        #expect(words.contains(/; \S/), "what to do is missing: \(words)")
    }

    @Test("the rule itself: fragments and half sentences are noticed")
    func rule() {
        for sentence in [
            "The folder is full; free some space.", "/a/b is a file; name a folder.",
            "--out is empty: name a file.", "training.frozen keeps nothing; leave it out.",
            "3 images are too few; add some.", "“x” is no seed; write a number.",
        ] {
            #expect(Sentences.areWhole(sentence), "\(sentence)")
        }
        for fragment in [
            "", "the folder is full.", "The folder is full", "Full..", "Two\n\nparagraphs.",
            "The folder is full.; free some space.", "It failed: the file is gone. ; do.",
        ] {
            #expect(!Sentences.areWhole(fragment), "\(fragment)")
        }
    }
}
