extension GeneratorConfiguration {
    /// Finds the sizes of a generator from the shapes of its tensors, and checks all of them.
    ///
    /// What shapes cannot tell is as published: `nerf.boxSide`, `nerf.density`,
    /// `inr.firstResidualBlock` and `inr.firstRGBBlock` (the last block at most). Where a sphere stands
    /// behind the head, which is not published, it is as in the presets that have one.
    ///
    /// - Parameter shapes: Shapes by name, as `PublishedNames` has them. Other names are not looked
    ///   at.
    /// - Throws: `PublishedShapesError` with everything that does not fit.
    package init(publishedShapes shapes: [String: [Int]]) throws {
        let sizes = PublishedSizes(shapes: shapes)
        self = sizes.hasSphere ? .light : GeneratorConfiguration()
        sizes.read(&nerf)
        sizes.read(&inr)
        sizes.read(&background)
        sizes.set(&shapeLatentWidth, PublishedNames.shapeMapping(0).weight, axis: 1)
        sizes.set(&appearanceLatentWidth, PublishedNames.appearanceMapping(0).weight, axis: 1)

        var reader = ConfigurationReader(knownKeys: [], requiresEveryKey: false)
        check(at: "generator", into: &reader)
        // Sizes out of bounds first: shapes that follow from them say nothing more.
        let problems =
            reader.problems.isEmpty
            ? sizes.problems(comparedWith: self)
            : reader.problems.map { String($0.dropLast($0.hasSuffix(".") ? 1 : 0)) }
        guard problems.isEmpty else { throw PublishedShapesError(problems: problems) }
    }

    /// Compares the shapes of tensors with these sizes.
    ///
    /// - Parameter shapes: Shapes by name, as `PublishedNames` has them.
    /// - Returns: The sizes, unchanged.
    /// - Throws: `PublishedShapesError` with everything that does not fit.
    package func checked(against shapes: [String: [Int]]) throws -> GeneratorConfiguration {
        let problems = PublishedSizes(shapes: shapes).problems(comparedWith: self)
        guard problems.isEmpty else { throw PublishedShapesError(problems: problems) }
        return self
    }
}

extension CameraConfiguration {
    /// The camera of a generator whose own is not known: the published one, or that of the presets where
    /// there is a sphere behind the head.
    ///
    /// - Parameter generator: Which generator.
    package init(usualFor generator: GeneratorConfiguration) {
        self = generator.background.isPresent ? .newsPhotographs : CameraConfiguration()
    }
}

/// Reads sizes off the tensors that show them.
///
/// Lenient: a tensor that is missing or has too few axes leaves a size as published. The comparison
/// of all tensors afterwards is not.
private struct PublishedSizes {
    /// More layers than a configuration may have are not counted further.
    private static let mostLayers = 65

    let shapes: [String: [Int]]

    func read(_ nerf: inout NeRFConfiguration) {
        let input = PublishedNames.fieldBlock(0).linear.weight
        nerf.layers = count { PublishedNames.fieldBlock($0).linear.weight }
        nerf.mappingLayers = count { PublishedNames.shapeMapping($0).weight }
        set(&nerf.styleWidth, PublishedNames.shapeMapping(0).weight, axis: 0)
        set(&nerf.width, input, axis: 0)
        set(&nerf.features, PublishedNames.feature.weight, axis: 0)
        let direction = size(PublishedNames.featureBlock.linear.weight, axis: 1)
        nerf.usesViewDirection = direction == nerf.width + 3
        nerf.fourierOctaves = max(0, (size(input, axis: 1) ?? 3) - 3) / 6
    }

    func read(_ inr: inout INRConfiguration) {
        inr.mappingLayers = count { PublishedNames.appearanceMapping($0).weight }
        set(&inr.styleWidth, PublishedNames.appearanceMapping(0).weight, axis: 0)
        // Names double with each block, and a 64-bit number doubles 60 times from 4.
        inr.blocks = max(1, count(below: 34) { PublishedNames.inrBlock($0).first.weight })
        set(&inr.width, PublishedNames.inrBlock(0).first.weight, axis: 2)
        inr.firstRGBBlock = min(inr.firstRGBBlock, inr.blocks - 1)
    }

    private static let sphere = [
        PublishedNames.backgroundBlock(0).linear, PublishedNames.backgroundBlock(1).linear,
        PublishedNames.backgroundFeature,
    ]

    /// Whether anything of a sphere behind the head is there.
    var hasSphere: Bool { Self.sphere.contains { shapes[$0.weight] != nil } }

    func read(_ background: inout BackgroundConfiguration) {
        guard hasSphere else { return }
        // Any width: where the tensor that tells it is missing or impossible, that is a problem.
        background.width = 1
        set(&background.width, Self.sphere[0].weight, axis: 0)
    }

    /// Everything that differs from the tensors of a generator.
    func problems(comparedWith configuration: GeneratorConfiguration) -> [String] {
        PublishedNames.tensors(of: configuration).compactMap { tensor in
            guard let found = shapes[tensor.name] else { return "\(tensor.name) is missing" }
            guard found != tensor.shape else { return nil }
            // Long lists of axes come from hostile files only.
            let shown = found.count > 8 ? "\(found.count) axes" : "shape \(found)"
            return "\(tensor.name) has \(shown), expected \(tensor.shape)"
        }
    }

    /// Takes over an axis of a tensor, where there is one.
    func set(_ value: inout Int, _ name: String, axis: Int) {
        if let size = size(name, axis: axis) { value = size }
    }

    /// An axis of a tensor; nil where it cannot be a width, so that sums cannot overflow.
    private func size(_ name: String, axis: Int) -> Int? {
        guard let shape = shapes[name], shape.indices.contains(axis),
            (1...65_536).contains(shape[axis])
        else { return nil }
        return shape[axis]
    }

    /// Layers up to the last one that is there: one that is missing in between is a problem and not
    /// an end.
    private func count(below limit: Int = mostLayers + 1, name: (Int) -> String) -> Int {
        let last = (0..<limit).last { shapes[name($0)] != nil }
        return (last ?? 0) + 1
    }
}

/// Tensors that are not those of a generator.
package struct PublishedShapesError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Every tensor that is missing or misshapen, and every size that is out of bounds; never empty.
    package let problems: [String]

    /// One sentence with all problems.
    package var description: String {
        "The tensors are not those of a CIPS-3D generator: " + problems.joined(separator: "; ")
            + "; save the state dict of the generator alone."
    }
}
