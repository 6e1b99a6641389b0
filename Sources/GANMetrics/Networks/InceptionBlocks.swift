// The blocks of Inception-v3, named after figures 5 to 7 of arXiv:1512.00567 as its ports name them.

extension Branches {
    /// 1x1, 5x5, two 3x3, and pooling.
    static func blockA(_ inputs: Int, pool: Int, in scope: InceptionScope) throws -> Branches {
        Branches(branches: [
            try scope.convolution("branch1x1", inputs, 64, (1, 1)),
            Chain(layers: [
                try scope.convolution("branch5x5_1", inputs, 48, (1, 1)),
                try scope.convolution("branch5x5_2", 48, 64, (5, 5), padding: (2, 2)),
            ]),
            Chain(layers: [
                try scope.convolution("branch3x3dbl_1", inputs, 64, (1, 1)),
                try scope.convolution("branch3x3dbl_2", 64, 96, (3, 3), padding: (1, 1)),
                try scope.convolution("branch3x3dbl_3", 96, 96, (3, 3), padding: (1, 1)),
            ]),
            Chain(layers: [
                Pooling.average, try scope.convolution("branch_pool", inputs, pool, (1, 1)),
            ]),
        ])
    }

    /// Halves the images: 3x3, two 3x3, and pooling.
    static func blockB(_ inputs: Int, in scope: InceptionScope) throws -> Branches {
        Branches(branches: [
            try scope.convolution("branch3x3", inputs, 384, (3, 3), stride: 2),
            Chain(layers: [
                try scope.convolution("branch3x3dbl_1", inputs, 64, (1, 1)),
                try scope.convolution("branch3x3dbl_2", 64, 96, (3, 3), padding: (1, 1)),
                try scope.convolution("branch3x3dbl_3", 96, 96, (3, 3), stride: 2),
            ]),
            Pooling.maximum(stride: 2, padding: 0),
        ])
    }

    /// 1x1, a 7x7 in two strokes, two of them, and pooling.
    static func blockC(_ inputs: Int, inner: Int, in scope: InceptionScope) throws -> Branches {
        let (row, column) = ((1, 7), (7, 1))
        return Branches(branches: [
            try scope.convolution("branch1x1", inputs, 192, (1, 1)),
            Chain(layers: [
                try scope.convolution("branch7x7_1", inputs, inner, (1, 1)),
                try scope.convolution("branch7x7_2", inner, inner, row, padding: (0, 3)),
                try scope.convolution("branch7x7_3", inner, 192, column, padding: (3, 0)),
            ]),
            Chain(layers: [
                try scope.convolution("branch7x7dbl_1", inputs, inner, (1, 1)),
                try scope.convolution("branch7x7dbl_2", inner, inner, column, padding: (3, 0)),
                try scope.convolution("branch7x7dbl_3", inner, inner, row, padding: (0, 3)),
                try scope.convolution("branch7x7dbl_4", inner, inner, column, padding: (3, 0)),
                try scope.convolution("branch7x7dbl_5", inner, 192, row, padding: (0, 3)),
            ]),
            Chain(layers: [
                Pooling.average, try scope.convolution("branch_pool", inputs, 192, (1, 1)),
            ]),
        ])
    }

    /// Halves the images: 3x3, a 7x7 in two strokes with a 3x3, and pooling.
    static func blockD(_ inputs: Int, in scope: InceptionScope) throws -> Branches {
        Branches(branches: [
            Chain(layers: [
                try scope.convolution("branch3x3_1", inputs, 192, (1, 1)),
                try scope.convolution("branch3x3_2", 192, 320, (3, 3), stride: 2),
            ]),
            Chain(layers: [
                try scope.convolution("branch7x7x3_1", inputs, 192, (1, 1)),
                try scope.convolution("branch7x7x3_2", 192, 192, (1, 7), padding: (0, 3)),
                try scope.convolution("branch7x7x3_3", 192, 192, (7, 1), padding: (3, 0)),
                try scope.convolution("branch7x7x3_4", 192, 192, (3, 3), stride: 2),
            ]),
            Pooling.maximum(stride: 2, padding: 0),
        ])
    }

    /// 1x1, and 3x3 once and twice with their last stroke split in two, and pooling.
    static func blockE(
        _ inputs: Int, pooling: Pooling, in scope: InceptionScope
    ) throws -> Branches {
        func split(_ name: String) throws -> Branches {
            Branches(branches: [
                try scope.convolution("\(name)a", 384, 384, (1, 3), padding: (0, 1)),
                try scope.convolution("\(name)b", 384, 384, (3, 1), padding: (1, 0)),
            ])
        }
        return Branches(branches: [
            try scope.convolution("branch1x1", inputs, 320, (1, 1)),
            Chain(layers: [
                try scope.convolution("branch3x3_1", inputs, 384, (1, 1)), try split("branch3x3_2"),
            ]),
            Chain(layers: [
                try scope.convolution("branch3x3dbl_1", inputs, 448, (1, 1)),
                try scope.convolution("branch3x3dbl_2", 448, 384, (3, 3), padding: (1, 1)),
                try split("branch3x3dbl_3"),
            ]),
            Chain(layers: [pooling, try scope.convolution("branch_pool", inputs, 192, (1, 1))]),
        ])
    }
}
