import CIPS3DModel
import Foundation
import ImageInspection
import RunSettings

extension DataReport {
    /// What to do, and how to train.
    ///
    /// - Parameter names: Whether to say where the names of all images are, if not all are above.
    /// - Returns: The last lines of the report.
    func closing(names: Bool) -> [String] {
        guard !inspection.advice.isEmpty else {
            return ["Nothing to mend. Train with:"] + training
        }
        let steps =
            (names && hasUnnamedImages
                ? ["Add --json FILE.json: it names all that are meant."] : [])
            + inspection.advice.map { sentence($0) } + ["Then train with:"]
        return ["To do:"] + steps.enumerated().map { "  \($0 + 1). \($1)" } + training
    }

    /// A command that ends by itself, and how long it takes.
    private var training: [String] {
        let path = inspection.path.quotedForShell
        guard inspection.usable >= InspectionAdvice.fewestImages else {
            return [
                "  cips3d train --from Models/faces-64 --preset transfer-64 --kimg 2 \\",
                "    --data \(path) --out runs/NAME",
                "So few images give the heads of Models/faces-64 another style, in some minutes.",
            ]
        }
        return [
            "  cips3d train --preset \(preset.rawValue) --data \(path) --out runs/NAME",
            "It ends by itself; --dry-run in place of --out runs/NAME says after how long.",
        ]
    }

    /// Whether there is advice about images that the report does not name.
    private var hasUnnamedImages: Bool {
        inspection.advice.contains { advice in
            switch advice {
            case .removeUnreadable(let count), .removeExactDuplicates(let count),
                .reviewNearDuplicates(let count):
                count > Self.namedImages
            case .removeBlank, .reviewLowContrast, .reviewExposure, .separateGrey, .removeSmall:
                true
            case .trainSmaller, .checkCutting, .gatherMore: false
            }
        }
    }

    private func sentence(_ advice: InspectionAdvice) -> String {
        switch advice {
        case .removeUnreadable(let count):
            "Remove or replace \(count) unreadable \(images(count))."
        case .removeExactDuplicates(let count):
            "Remove \(count) exact \(count == 1 ? "duplicate" : "duplicates")."
        case .reviewNearDuplicates(let count):
            "Look at \(count) near \(count == 1 ? "duplicate" : "duplicates"), and remove what is "
                + "the same photograph."
        case .removeBlank(let count):
            "Remove \(count) blank \(images(count))."
        case .reviewLowContrast(let count):
            "Look at \(count) \(images(count)) of low contrast, and remove what shows no face."
        case .reviewExposure(let dark, let bright):
            "Look at \(dark) very dark and \(bright) very bright \(images(bright)), and remove what "
                + "shows no face."
        case .separateGrey(let grey, let color) where grey <= color:
            "Remove \(grey) grey \(images(grey)), or expect as large a share of grey heads."
        case .separateGrey(_, let color):
            "Remove \(color) coloured \(images(color)), or expect as large a share of coloured heads."
        case .removeSmall(let count):
            "Remove \(count) \(images(count)) smaller than \(inspection.trainingSize) x "
                + "\(inspection.trainingSize), which would be blurred by enlarging."
        case .trainSmaller(let count, let side):
            smaller(count, side)
        case .checkCutting:
            "Look at the contact sheet (--sheet), and cut images yourself where the middle square "
                + "misses the head."
        case .gatherMore(let usable):
            "Gather more than \(usable) \(images(usable)): with fewer than about "
                + "\(InspectionAdvice.fewestImages) training learns them by heart."
        }
    }

    private func smaller(_ count: Int, _ side: Int) -> String {
        let reason =
            "\(count) of \(inspection.readable) images are smaller than "
            + "\(inspection.trainingSize) x \(inspection.trainingSize)"
        guard let preset = Self.preset(upTo: side) else {
            return "Gather larger images: \(reason)."
        }
        return "Train at --preset \(preset.rawValue): \(reason)."
    }

    /// What fits the training size, or the images where most of them are smaller.
    private var preset: Preset {
        let sides = inspection.advice.compactMap { advice in
            if case .trainSmaller(_, let side) = advice { side } else { nil }
        }
        return Self.preset(upTo: sides.first ?? inspection.trainingSize) ?? .faces32
    }

    /// Thousands of images that a processor sees in a night or two.
    private static let mostKimg = 1_000

    /// The largest preset that begins with nothing, that a processor comes to the end of, and that a number of
    /// pixels on a side suffices for.
    private static func preset(upTo side: Int) -> Preset? {
        Preset.allCases.map { ($0, $0.configuration) }
            .filter { $0.1.training.imageSize <= side && $0.1.training.frozen.isEmpty }
            .filter { StagePlan($0.1).end.map { $0 <= mostKimg * 1_000 } ?? false }
            .max { $0.1.training.imageSize < $1.1.training.imageSize }?.0
    }

    private func images(_ count: Int) -> String { count == 1 ? "image" : "images" }
}
