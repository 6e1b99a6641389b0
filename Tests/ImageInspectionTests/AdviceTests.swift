import FileTesting
import Foundation
import ImageFiles
import ImageInspection
import Testing

@Suite("Advice")
struct AdviceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a thousand different square images are in order, and one fewer are too few")
    func enough() throws {
        let images = try (1...1_000 as ClosedRange<UInt64>).map { seed in
            try ImageFacts(of: Picture(seed: seed).image(16).ppmData, name: "\(seed).ppm")
        }
        let advice = { (images: [ImageFacts]) in
            CollectionInspection(path: "-", trainingSize: 16, images: images, unreadable: []).advice
        }
        #expect(advice(images).isEmpty, "\(advice(images))")
        #expect(advice(images.dropLast()) == [.gatherMore(usable: 999)])
    }

    @Test("each fault has its advice, in the order of the work")
    func faults() throws {
        for seed in 1...30 as ClosedRange<UInt64> {
            try folder.write(Picture(seed: seed).image(64), to: "good/\(seed).png")
        }
        let picture = Picture(seed: 1).image(64)
        try folder.write(picture, to: "copy.png")
        try folder.write(picture.noisy(4, seed: 1), to: "near.png")
        try folder.write(Image.plain(64, 200, 100, 50), to: "blank.png")
        try folder.write(
            Picture(seed: 40).image(64).changed { _, value in 100 + value / 10 }, to: "low.png")
        try folder.write(
            Picture(seed: 41).image(64).changed { _, value in 0.55 * value - 40 }, to: "dark.png")
        try folder.write(Picture(seed: 42).image(64).pgmData, to: "grey.pgm")
        try folder.write(Picture(seed: 43).image(40), to: "small.png")
        try folder.write(Picture(seed: 44).image(width: 70, height: 64), to: "wide.png")
        try folder.write(Data(), to: "empty.png")
        let advice = try folder.inspection().advice
        #expect(
            advice == [
                .removeUnreadable(count: 1), .removeExactDuplicates(count: 1),
                .reviewNearDuplicates(count: 1), .removeBlank(count: 1),
                .reviewLowContrast(count: 1), .reviewExposure(dark: 1, bright: 0),
                .separateGrey(grey: 1, color: 37), .removeSmall(count: 1), .checkCutting(count: 1),
                .gatherMore(usable: 36),
            ])
    }

    @Test("a few small images are to go, and many are to be trained at their size")
    func small() throws {
        for seed in 1...38 as ClosedRange<UInt64> {
            try folder.write(Picture(seed: seed).image(64), to: "\(seed).png")
        }
        try folder.write(Picture(seed: 39).image(40), to: "39.png")
        #expect(try folder.inspection().advice.first == .removeSmall(count: 1))
        for seed in 40...42 as ClosedRange<UInt64> {
            try folder.write(Picture(seed: seed).image(48), to: "\(seed).png")
        }
        #expect(
            try folder.inspection().advice.first == .trainSmaller(count: 4, shorterSide: 48))
        #expect(try folder.inspection(trainingSize: 32).advice == [.gatherMore(usable: 42)])
    }
}
